import { errors } from 'mediasoup';
import { invalidMessage, notReady, type ServiceError, toServiceError } from '../errors.ts';

/** What a call that carries a client's parameters failed with: parameters the media server refuses are the client's error. */
export function fromRefusedParameters(error: unknown): ServiceError {
  if (error instanceof errors.WorkerClosedError) return fromGone();
  if (error instanceof TypeError || error instanceof errors.UnsupportedError || isPlainError(error)) {
    return invalidMessage(`The media server refuses these parameters: ${(error as Error).message}`);
  }
  return toServiceError(error);
}

/** What a call failed with whose room, transport or stream went away meanwhile. */
export function fromGone(): ServiceError {
  return notReady('The media of this session has just gone; join again.');
}

/** The worker's own refusals arrive as plain errors. */
function isPlainError(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error;
}
