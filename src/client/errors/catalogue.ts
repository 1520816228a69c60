import { OTError } from './ot-error.ts';

/** Every error name with the code it has unless the place that raises it says otherwise. */
const CODES = {
  OT_AUTHENTICATION_ERROR: 1004,
  OT_INVALID_SESSION_ID: 1005,
  OT_CONNECT_FAILED: 1006,
  OT_NOT_CONNECTED: 1010,
  OT_INVALID_PARAMETER: 1011,
  OT_PEER_CONNECTION_NOT_CONNECTED: 1015,
  OT_CONNECTION_LIMIT_EXCEEDED: 1027,
  OT_SET_VIDEO_SOURCE_FAILURE: 1040,
  OT_INVALID_VIDEO_SOURCE: 1041,
  OT_INSECURE_ORIGIN: 1500,
  OT_PERMISSION_DENIED: 1500,
  OT_UNSUPPORTED_BROWSER: 1500,
  OT_NOT_SUPPORTED: 1500,
  OT_NOT_FOUND: 404,
  OT_USER_MEDIA_ACCESS_DENIED: 1500,
  OT_NO_DEVICES_FOUND: 1500,
  OT_HARDWARE_UNAVAILABLE: 1500,
  OT_CONSTRAINTS_NOT_SATISFIED: 1500,
  OT_NO_VALID_CONSTRAINTS: 1500,
  OT_UNABLE_TO_CAPTURE_MEDIA: 1500,
  OT_UNABLE_TO_CAPTURE_SCREEN: 1500,
  OT_SCREEN_SHARING_NOT_SUPPORTED: 1500,
  OT_MEDIA_ERR_ABORTED: 1500,
  OT_MEDIA_ERR_DECODE: 1502,
  OT_MEDIA_ENDED: 1500,
  OT_CANCEL: 1500,
  OT_TIMEOUT: 1500,
  OT_STREAM_CREATE_FAILED: 1500,
  OT_CREATE_PEER_CONNECTION_FAILED: 1500,
  OT_SET_REMOTE_DESCRIPTION_FAILED: 1500,
  OT_STREAM_NOT_FOUND: 1501,
  OT_UNABLE_TO_SUBSCRIBE: 1501,
  OT_STREAM_DESTROYED: 1501,
  OT_DISCONNECTED: 1501,
  OT_ICE_WORKFLOW_FAILED: 1553,
  OT_ENCRYPTION_TOO_WEAK: 1560,
  OT_STREAM_LIMIT_EXCEEDED: 1605,
  OT_INVALID_AUDIO_OUTPUT_SOURCE: 1500,
  OT_REQUESTED_DEVICE_PERMISSION_DENIED: 1500,
  OT_UNEXPECTED_SERVER_RESPONSE: 2001,
  OT_GET_RTC_STATS_REPORT_NOT_SUPPORTED: 2031,
  OT_RATE_LIMIT_EXCEEDED: 429,
  OT_SOCKET_CLOSE_CONNECTIVITY_LOSS: 4001,
  OT_UNABLE_TO_ACCESS_MEDIA_ENGINE: 5001,
  OT_REPORT_ISSUE_FAILED: 2011,
  OT_SET_PROXY_URL_TIMING_ERROR: 2021,
  OT_PROXY_URL_ALREADY_SET_ERROR: 2022,
} as const satisfies Record<string, number>;

/** Codes by name, without the `OT_`: `OT.ExceptionCodes` of old apps. */
export const ExceptionCodes: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(CODES).map(([name, code]) => [name.slice(3), code]),
);

/** Names of the errors this SDK raises. */
export type ErrorName = keyof typeof CODES;

/** Makes an error of the catalogue; `code` only where OpenTok uses another than the usual one. */
export function createError(
  name: ErrorName,
  message: string,
  { code, cause }: { code?: number; cause?: unknown } = {},
): OTError {
  return new OTError(name, code ?? CODES[name], message, cause === undefined ? undefined : { cause });
}

/** An argument the app gave cannot be used. */
export const invalidParameter = (message: string, code?: number): OTError =>
  createError('OT_INVALID_PARAMETER', message, code === undefined ? {} : { code });

/** The action needs a connected session; `code` differs by action. */
export const notConnected = (action: string, code?: number): OTError =>
  createError(
    'OT_NOT_CONNECTED',
    `${action}: the session is not connected. Call session.connect(token) and wait for sessionConnected.`,
    code === undefined ? {} : { code },
  );

/** The token's role does not allow the action. */
export const permissionDenied = (action: string, code?: number): OTError =>
  createError(
    'OT_PERMISSION_DENIED',
    `${action}: the role in the token does not allow it. Make the token with another role.`,
    code === undefined ? {} : { code },
  );

/** The app wants end-to-end encryption, and nothing less will do. */
export const encryptionUnsupported = (): OTError =>
  createError('OT_NOT_SUPPORTED', 'End-to-end encryption is not supported by this server.', { code: 1006 });

/** The app wants captions. */
export const captionsUnsupported = (): OTError =>
  createError('OT_NOT_SUPPORTED', 'Captions are not supported by this server.');

/** Titles by code, as the `exception` event shows them. */
const TITLES: Readonly<Record<number, string>> = {
  1004: 'Authentication error',
  1005: 'Invalid Session ID',
  1006: 'Connect Failed',
  1010: 'Not Connected',
  1011: 'Invalid Parameter',
  1013: 'Connection Failed',
  1015: 'PeerConnection not connected',
  1027: 'Connection Limit Exceeded',
  1040: 'Set Video Source Failure',
  1041: 'Invalid Video Source',
  1500: 'Unable to Publish',
  1501: 'Unable to Subscribe',
  1502: 'Unsupported Video Codec',
  1520: 'Unable to Force Disconnect',
  1530: 'Unable to Force Unpublish',
  1540: 'Unable to Force Mute',
  1553: 'ICE workflow failed',
  1554: 'ICE workflow failed',
  1560: 'Encryption Too Weak',
  1605: 'Stream Limit Exceeded',
  2001: 'Unexpected Server Response',
  2011: 'Report Issue Failure',
  4001: 'WebSocket Network Disconnected',
};

/** The title of an error code, for `exception` events; the code itself where none is known. */
export function getErrorTitleByCode(code: number): string {
  return TITLES[code] ?? `Error ${code}`;
}
