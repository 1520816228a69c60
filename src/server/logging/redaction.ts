import { isIPv6 } from 'node:net';

/** What stands where a secret, a person or an address was. */
export const REDACTED = '[redacted]';

/** Fields that never reach the log, at the top of a record and one level down. */
const FIELDS = [
  'token',
  'ticket',
  'secret',
  'apiSecret',
  'password',
  'passcode',
  'credential',
  'authorization',
  'cookie',
  'headers',
  'body',
  'query',
  'url',
  'auth',
  'data',
  'connectionData',
  'name',
  'ip',
  'address',
  'remoteAddress',
  'announcedAddress',
  'handshake',
];

/** Paths for pino's `redact`. `err` keeps its name: it is cleaned by {@link toLoggedError}. */
export const REDACTED_PATHS = [
  ...FIELDS.map((field) => field),
  ...FIELDS.filter((field) => field !== 'name').map((field) => `*.${field}`),
];

const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const IPV6_CANDIDATE = /[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/g;
const JWT = /\beyJ[\w-]*\.[\w-]*\.?[\w-]*/g;
const T1 = /T1==[A-Za-z0-9+/=_-]*/g;

/** Free text without addresses and tokens: messages of foreign errors quote what they were given. */
export function redactText(text: string): string {
  return text
    .replace(JWT, REDACTED)
    .replace(T1, REDACTED)
    .replace(IPV4, REDACTED)
    .replace(IPV6_CANDIDATE, (candidate) => (isIPv6(candidate) ? REDACTED : candidate));
}

/** An error as it is logged: kind, code, cleaned words and stack, and its causes; none of its other fields. */
export function toLoggedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: redactText(error.message),
    stack: redactText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: toLoggedError(error.cause) }),
  };
}
