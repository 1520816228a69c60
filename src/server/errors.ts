import type { WireError, WireErrorCode } from '../protocol/error-codes.ts';

/** A refusal with a code both doors (socket and REST) can turn into their own form; its message is safe to send out. */
export class ServiceError extends Error {
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServiceError';
    this.code = code;
  }

  /** The error as it travels. */
  toWire(): WireError {
    return { code: this.code, message: this.message };
  }
}

/** The message or body does not fit its schema. */
export const invalidMessage = (message: string): ServiceError => new ServiceError('invalidMessage', message);
/** The message or body is larger than allowed. */
export const tooLarge = (message: string): ServiceError => new ServiceError('tooLarge', message);
/** The caller sends faster than allowed. */
export const rateLimited = (message: string): ServiceError => new ServiceError('rateLimited', message);
/** Token or credential does not verify. */
export const authenticationFailed = (message: string): ServiceError =>
  new ServiceError('authenticationFailed', message);
/** The session does not exist or belongs to another project. */
export const invalidSession = (message: string): ServiceError => new ServiceError('invalidSession', message);
/** Client and server speak different versions of the contract. */
export const protocolMismatch = (message: string): ServiceError => new ServiceError('protocolMismatch', message);
/** The role does not allow the action. */
export const notPermitted = (message: string): ServiceError => new ServiceError('notPermitted', message);
/** The thing named does not exist, or is not the caller's to touch: both look the same. */
export const notFound = (message: string): ServiceError => new ServiceError('notFound', message);
/** The thing exists already. */
export const conflict = (message: string): ServiceError => new ServiceError('conflict', message);
/** The message came before what it needs. */
export const notReady = (message: string): ServiceError => new ServiceError('notReady', message);
/** The session has as many connections as it may. */
export const connectionLimit = (message: string): ServiceError => new ServiceError('connectionLimit', message);
/** The connection has as many streams or subscriptions as it may. */
export const streamLimit = (message: string): ServiceError => new ServiceError('streamLimit', message);
/** The negotiated SRTP suite is below the session's minimum. */
export const encryptionTooWeak = (message: string): ServiceError => new ServiceError('encryptionTooWeak', message);
/** The server is going down and takes nobody new. */
export const draining = (message: string): ServiceError => new ServiceError('draining', message);
/** The session's kind or this server does not offer the action. */
export const notSupported = (message: string): ServiceError => new ServiceError('notSupported', message);

/** Any error as a ServiceError: an unknown one becomes `internal`, its details kept as `cause` for the log only. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('internal', 'The server failed to carry this out; it has been logged.', { cause: error });
}
