import { LIMITS, SIGNAL_TYPE } from '../../protocol/limits.ts';
import type { RequestData } from '../../protocol/requests.ts';
import { invalidParameter } from '../errors/catalogue.ts';
import { Connection } from '../model/connection.ts';

/** What `session.signal` sends. */
export interface SignalOptions {
  /** Letters, digits, `-`, `.`, `_` and `~`; at most 128. */
  type?: string;
  /** A string, or anything JSON can hold; at most 8192 characters as JSON. */
  data?: unknown;
  /** A Connection; absent, or the Session itself: everyone, the sender included. */
  to?: Connection | { readonly sessionId: string };
  /** False: fails at once while the connection is interrupted. Default true. */
  retryAfterReconnect?: boolean;
}

/** The signal as it travels; throws the `OT_INVALID_PARAMETER` (400 or 413) that says what is wrong. */
export function toWireSignal(options: SignalOptions, session?: object): RequestData<'signal'> {
  if (typeof options !== 'object' || options === null) {
    throw invalidParameter('signal: give an object with type, data and to, each of which may be left out.', 400);
  }
  const { type, data, to, retryAfterReconnect = true } = options;
  if ('data' in options && (data === null || data === undefined)) {
    throw invalidParameter('signal: data must not be null or undefined; leave it out instead.', 400);
  }
  const json = data === undefined ? undefined : toJson(data);
  if (json !== undefined && json.length > LIMITS.signalData) {
    throw invalidParameter(`signal: data is longer than ${LIMITS.signalData} characters as JSON.`, 413);
  }
  const receiver = to instanceof Connection ? to : undefined;
  if (receiver === undefined && to !== undefined && to !== session) {
    throw invalidParameter('signal: to must be a Connection of this session.', 400);
  }
  checkType(type);
  if (typeof retryAfterReconnect !== 'boolean') {
    throw invalidParameter('signal: retryAfterReconnect must be true or false.', 400);
  }
  return {
    ...(type === undefined ? {} : { type }),
    ...(json === undefined ? {} : { data: json }),
    ...(receiver === undefined ? {} : { to: receiver.connectionId }),
  };
}

function toJson(data: unknown): string {
  try {
    const json = JSON.stringify(data);
    if (json !== undefined) return json;
  } catch {
    // A cycle or a bigint: no more JSON than a function is.
  }
  throw invalidParameter('signal: data must be text or what JSON can hold.', 400);
}

function checkType(type: unknown): void {
  if (type === undefined) return;
  if (typeof type === 'string' && type.length > LIMITS.signalType) {
    throw invalidParameter(`signal: type is longer than ${LIMITS.signalType} characters.`, 413);
  }
  if (typeof type !== 'string' || !new RegExp(SIGNAL_TYPE).test(type)) {
    throw invalidParameter('signal: type must be of letters, digits, "-", ".", "_" and "~".', 400);
  }
}

/** The app's value in a received signal; undefined for none. */
export function fromWireData(data: string | undefined): unknown {
  if (data === undefined) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    // A back end may send text that is not JSON; it is passed on as it is.
    return data;
  }
}
