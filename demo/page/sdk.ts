import type OT from 'conclave-video';

/** The global that the SDK's script sets, as in every OpenTok app; undefined when the script did not load. */
export const sdk = (): typeof OT => (globalThis as unknown as { OT: typeof OT }).OT;

export type {
  Connection,
  EncryptionInfo,
  Publisher,
  Session,
  SessionCounts,
  Stream,
  Subscriber,
} from 'conclave-video';
