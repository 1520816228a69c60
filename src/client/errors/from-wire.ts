import type { WireError, WireErrorCode } from '../../protocol/error-codes.ts';
import type { RequestName } from '../../protocol/requests.ts';
import { createError, type ErrorName } from './catalogue.ts';
import type { OTError } from './ot-error.ts';

/** What the client was doing when the server refused. */
export type Operation = 'connect' | RequestName;

type Row = readonly [name: ErrorName, code?: number];
type Table = Partial<Record<WireErrorCode, Row>>;

const ANY: Table = {
  invalidMessage: ['OT_INVALID_PARAMETER'],
  tooLarge: ['OT_INVALID_PARAMETER'],
  rateLimited: ['OT_RATE_LIMIT_EXCEEDED'],
  notPermitted: ['OT_PERMISSION_DENIED'],
  notFound: ['OT_NOT_FOUND'],
  notReady: ['OT_NOT_CONNECTED'],
  notSupported: ['OT_NOT_SUPPORTED'],
  streamLimit: ['OT_STREAM_LIMIT_EXCEEDED'],
  connectionLimit: ['OT_CONNECTION_LIMIT_EXCEEDED'],
  encryptionTooWeak: ['OT_ENCRYPTION_TOO_WEAK'],
};

const FORCE_MUTE: Table = { notPermitted: ['OT_PERMISSION_DENIED', 1540] };

/** Where an operation differs from {@link ANY}, as OpenTok apps expect it. */
const BY_OPERATION: Partial<Record<Operation, Table>> = {
  connect: {
    authenticationFailed: ['OT_AUTHENTICATION_ERROR'],
    invalidSession: ['OT_INVALID_SESSION_ID'],
    invalidMessage: ['OT_CONNECT_FAILED'],
    tooLarge: ['OT_CONNECT_FAILED'],
    notPermitted: ['OT_AUTHENTICATION_ERROR'],
    protocolMismatch: ['OT_CONNECT_FAILED'],
    draining: ['OT_CONNECT_FAILED'],
    internal: ['OT_CONNECT_FAILED'],
  },
  publish: {
    invalidMessage: ['OT_INVALID_PARAMETER', 1500],
    tooLarge: ['OT_INVALID_PARAMETER', 1500],
    notFound: ['OT_STREAM_CREATE_FAILED'],
    conflict: ['OT_STREAM_CREATE_FAILED'],
    notSupported: ['OT_STREAM_CREATE_FAILED'],
  },
  subscribe: {
    invalidMessage: ['OT_INVALID_PARAMETER', 1501],
    notPermitted: ['OT_UNABLE_TO_SUBSCRIBE'],
    notFound: ['OT_STREAM_NOT_FOUND'],
    notReady: ['OT_UNABLE_TO_SUBSCRIBE'],
    conflict: ['OT_UNABLE_TO_SUBSCRIBE'],
    notSupported: ['OT_UNABLE_TO_SUBSCRIBE'],
  },
  signal: {
    invalidMessage: ['OT_INVALID_PARAMETER', 400],
    tooLarge: ['OT_INVALID_PARAMETER', 413],
    notPermitted: ['OT_PERMISSION_DENIED', 403],
    notReady: ['OT_NOT_CONNECTED', 500],
  },
  forceDisconnect: { notPermitted: ['OT_PERMISSION_DENIED', 1520], notFound: ['OT_INVALID_PARAMETER'] },
  forceUnpublish: { notPermitted: ['OT_PERMISSION_DENIED', 1530] },
  forceMuteStream: FORCE_MUTE,
  forceMuteAll: FORCE_MUTE,
  disableForceMute: FORCE_MUTE,
};

const UNEXPECTED: Row = ['OT_UNEXPECTED_SERVER_RESPONSE'];

/** The server's refusal as the error OpenTok raises for that operation; unknown codes become 2001. */
export function fromWire(error: WireError, operation: Operation): OTError {
  const [name, code] = BY_OPERATION[operation]?.[error.code] ?? ANY[error.code] ?? UNEXPECTED;
  return createError(name, error.message, { ...(code === undefined ? {} : { code }), cause: error });
}

const TIMEOUT_CODES: Partial<Record<Operation, number>> = { connect: 1006, subscribe: 1501, signal: 2001 };

/** The server did not answer a request in time. */
export function fromSilence(operation: Operation, timeoutMs: number): OTError {
  return createError(
    'OT_TIMEOUT',
    `${operation}: the server did not answer within ${timeoutMs} ms (phase: signaling).`,
    {
      code: TIMEOUT_CODES[operation] ?? 1500,
    },
  );
}

/** The connection to the server ended while a request was under way. */
export function fromDisconnect(operation: Operation): OTError {
  const message = `${operation}: the connection to the server ended before it answered.`;
  if (operation === 'subscribe') return createError('OT_DISCONNECTED', message);
  return createError('OT_NOT_CONNECTED', message, operation === 'signal' ? { code: 500 } : {});
}
