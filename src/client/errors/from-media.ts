import { createError, type ErrorName } from './catalogue.ts';
import { OTError } from './ot-error.ts';

/** The sort of capture that failed. */
export type CaptureKind = 'camera' | 'screen';

const BUSY = 'the device cannot be read; another program may be using it';

/** Browser's name of the error -> ours and what it means. Several browsers still use the old names. */
const KNOWN: Readonly<Record<string, readonly [ErrorName, meaning: string]>> = {
  NotAllowedError: ['OT_USER_MEDIA_ACCESS_DENIED', 'the user or the page policy does not allow the capture'],
  SecurityError: ['OT_USER_MEDIA_ACCESS_DENIED', 'the page is not allowed to capture'],
  NotFoundError: ['OT_NO_DEVICES_FOUND', 'no camera or microphone was found'],
  NotReadableError: ['OT_HARDWARE_UNAVAILABLE', BUSY],
  TrackStartError: ['OT_HARDWARE_UNAVAILABLE', BUSY],
  OverconstrainedError: ['OT_CONSTRAINTS_NOT_SATISFIED', 'no device fits the constraints'],
  TypeError: ['OT_CONSTRAINTS_NOT_SATISFIED', 'the constraints are not valid'],
  NotSupportedError: ['OT_NOT_SUPPORTED', 'this browser cannot capture that'],
};
const KNOWN_OF_SCREEN: typeof KNOWN = {
  ...KNOWN,
  AbortError: ['OT_UNABLE_TO_CAPTURE_SCREEN', 'the browser stopped it'],
  InvalidStateError: ['OT_UNABLE_TO_CAPTURE_SCREEN', 'sharing must start from a click or a key press'],
};
const KNOWN_OF_CAMERA: typeof KNOWN = {
  ...KNOWN,
  AbortError: ['OT_UNABLE_TO_CAPTURE_MEDIA', 'the browser stopped it'],
};

/** Converts what getUserMedia or getDisplayMedia threw; the original becomes `cause`. */
export function fromMedia(cause: unknown, kind: CaptureKind): OTError {
  if (cause instanceof OTError) return cause;
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const known = (kind === 'screen' ? KNOWN_OF_SCREEN : KNOWN_OF_CAMERA)[name];
  const [otName, meaning] = known ?? ['OT_MEDIA_ERR_ABORTED', 'the browser gave an error it has no name for'];
  // Apps look for the words "Permission Denied".
  const start =
    otName === 'OT_USER_MEDIA_ACCESS_DENIED' ? 'OT.Publisher Access Denied: Permission Denied' : 'Capture failed';
  return createError(otName, `${start}: ${meaning}${message === '' ? '' : ` (${message})`}`, { cause });
}

/** The user withdrew the permission after it was given. */
export function accessRevoked(): OTError {
  return fromMedia(new DOMException('the permission was withdrawn', 'NotAllowedError'), 'camera');
}

/** The machine has nothing of what was asked for. */
export function noDevicesFound(): OTError {
  return createError('OT_NO_DEVICES_FOUND', 'Capture failed: no camera or microphone was found');
}

/** The browser has no capture at all, or hides it from an insecure page. */
export function captureUnsupported(kind: CaptureKind): OTError {
  return kind === 'screen'
    ? createError('OT_SCREEN_SHARING_NOT_SUPPORTED', 'This browser cannot share a screen')
    : createError(
        'OT_UNSUPPORTED_BROWSER',
        'This browser offers no camera or microphone to this page; use a current browser and an https: address',
      );
}
