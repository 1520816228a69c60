import type { SessionId } from '../../base/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Role } from '../../protocol/model.ts';
import { authenticationFailed } from '../errors.ts';
import type { TokenClaims } from '../ports.ts';
import { LEEWAY_S, MAX_AHEAD_S, nowSeconds } from './json-web-token.ts';

const ROLES: readonly Role[] = ['subscriber', 'publisher', 'moderator', 'publisheronly'];
/** A token without an expiry is valid for a day. */
const DEFAULT_LIFETIME_S = 86_400;

/** What both token forms say once their signature is checked; everything is still as the token has it. */
export interface SignedClaims {
  readonly sessionId: unknown;
  /** Seconds since the epoch. */
  readonly issuedAt: unknown;
  readonly expiresAt: unknown;
  readonly role: unknown;
  readonly connectionData: unknown;
  readonly layoutClassList: unknown;
  readonly scope: unknown;
  /** Ours: `one_time` and the `jti` it needs. */
  readonly oneTime?: unknown;
  readonly id?: unknown;
}

/** Whose token it is, and the longest it may be good for, in seconds. */
export interface ClaimsContext {
  readonly projectId: string;
  readonly maxLifetimeS: number;
}

/** Checks every claim of a token whose signature is good; throws `authenticationFailed` naming the claim. */
export function toTokenClaims(
  signed: SignedClaims,
  { projectId, maxLifetimeS }: ClaimsContext,
): Omit<TokenClaims, 'fingerprint'> {
  const { sessionId, scope } = signed;
  if (typeof sessionId !== 'string' || sessionId === '') {
    throw authenticationFailed('The token names no session: it is not a client token.');
  }
  if (isPresent(scope) && scope !== 'session.connect') {
    throw authenticationFailed('The token has a scope other than session.connect.');
  }
  return {
    sessionId: sessionId as SessionId,
    projectId,
    role: toRole(signed.role),
    connectionData: toConnectionData(signed.connectionData),
    layoutClassList: toClassList(signed.layoutClassList),
    expiresAt: toExpiry(signed, maxLifetimeS) * 1000,
    oneTime: toOneTime(signed),
  };
}

/** Seconds since the epoch; throws when the time is past, or when nothing says how long the token is valid. */
function toExpiry(signed: SignedClaims, maxLifetimeS: number): number {
  const issuedAt = toSeconds(signed.issuedAt, 'creation time');
  const asked = toSeconds(signed.expiresAt, 'expiry');
  if (issuedAt === undefined && asked === undefined) {
    throw authenticationFailed('The token has neither a creation time nor an expiry.');
  }
  const now = nowSeconds();
  if (issuedAt !== undefined && issuedAt > now + MAX_AHEAD_S) {
    throw authenticationFailed('The token was created in the future; check the clock of the machine that made it.');
  }
  if (issuedAt === undefined && asked !== undefined && asked > now + maxLifetimeS) {
    throw authenticationFailed('The token says not when it was made, and is valid for longer than tokens may be here.');
  }
  const from = issuedAt ?? now;
  const expiresAt = Math.min(asked ?? from + DEFAULT_LIFETIME_S, from + maxLifetimeS);
  if (expiresAt + LEEWAY_S < now) throw authenticationFailed('The token has expired.');
  return expiresAt;
}

function toSeconds(value: unknown, what: string): number | undefined {
  if (!isPresent(value)) return undefined;
  const seconds = typeof value === 'string' ? Number(value) : value;
  if (typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw authenticationFailed(`The token's ${what} is not a number of seconds.`);
}

function toRole(value: unknown): Role {
  if (!isPresent(value)) return 'publisher';
  const role = ROLES.find((known) => known === value);
  if (role === undefined) throw authenticationFailed(`The token's role is none of ${ROLES.join(', ')}.`);
  return role;
}

function toConnectionData(value: unknown): string {
  if (!isPresent(value)) return '';
  if (typeof value === 'string' && value.length <= LIMITS.connectionData) return value;
  throw authenticationFailed(
    `The token's connection data is not a text of at most ${LIMITS.connectionData} characters.`,
  );
}

/** One text with white space between the names (some SDKs send `+`), or a JSON array of names. */
function toClassList(value: unknown): string[] {
  if (!isPresent(value)) return [];
  const names: unknown[] = typeof value === 'string' ? value.split(/[\s+]+/) : Array.isArray(value) ? value : [value];
  const texts = names.filter((name) => typeof name === 'string');
  if (texts.length !== names.length || texts.join(' ').length > LIMITS.connectionData) {
    throw authenticationFailed(
      `The token's layout class list is not a list of names of at most ${LIMITS.connectionData} characters.`,
    );
  }
  return texts.filter((name) => name !== '');
}

/** Without an id of its own, two tokens made in the same second for the same purpose could be one and the same. */
function toOneTime({ oneTime, id }: SignedClaims): boolean {
  if (!isPresent(oneTime) || oneTime === false) return false;
  if (oneTime !== true) throw authenticationFailed("The token's one_time is neither true nor false.");
  if (typeof id === 'string' && id !== '') return true;
  throw authenticationFailed('A token that is good for one connection only needs an id (jti).');
}

/** `null` and, in a T1 token, an empty field mean absent. */
function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
