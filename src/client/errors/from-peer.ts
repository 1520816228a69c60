import { createError } from './catalogue.ts';
import { OTError } from './ot-error.ts';

/** What the media engine was doing when the browser's WebRTC stack failed. */
export type MediaOperation = 'publish' | 'subscribe';

/** An error of the WebRTC stack as the error OpenTok raises; an OTError passes through. */
export function fromPeer(error: unknown, operation: MediaOperation): OTError {
  if (error instanceof OTError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (operation === 'publish') {
    return createError(
      'OT_CREATE_PEER_CONNECTION_FAILED',
      `publish: the browser could not send the media (${reason}).`,
      {
        cause: error,
      },
    );
  }
  return createError('OT_UNABLE_TO_SUBSCRIBE', `subscribe: the browser could not receive the media (${reason}).`, {
    cause: error,
  });
}

/** No media path to the server was found. */
export function iceFailed(operation: MediaOperation): OTError {
  return createError(
    'OT_ICE_WORKFLOW_FAILED',
    `${operation}: no media connection to the server could be made (phase: ICE or DTLS). A firewall may block UDP and TCP to its media ports.`,
    { code: operation === 'publish' ? 1553 : 1554 },
  );
}

/** The media connection's encryption is weaker than the minimum, or unknown. */
export function encryptionTooWeak(required: string, actual: string | undefined): OTError {
  return createError(
    'OT_ENCRYPTION_TOO_WEAK',
    `The session demands ${required}, the media connection negotiated ${actual ?? 'nothing that could be read'}: no media is exchanged.`,
  );
}
