/** Why frames cannot be encrypted. */
export type EncryptionErrorCode = 'unsupported' | 'workerFailed' | 'refused' | 'closed' | 'invalidParameter';

/** What {@link FrameEncryption} throws and rejects with; no secret is in it. */
export class EncryptionError extends Error {
  readonly code: EncryptionErrorCode;

  constructor(code: EncryptionErrorCode, message: string) {
    super(message);
    this.name = 'EncryptionError';
    this.code = code;
  }
}
