import type { Handshake } from '../../protocol/handshake.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { draining, invalidSession, protocolMismatch, rateLimited } from '../errors.ts';
import type { TokenClaims, TokenVerifier } from '../ports.ts';
import { toPermissions } from '../sessions/permissions.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import type { Seat, Session } from '../sessions/session.ts';
import type { SessionRecord, SessionStore } from '../store-ports.ts';
import type { Client } from './client.ts';
import { parseHandshake } from './validation.ts';

/** What checking a newcomer needs. */
export interface HandshakeDeps {
  readonly registry: SessionRegistry;
  readonly tokens: TokenVerifier;
  readonly sessions: Pick<SessionStore, 'find'>;
  readonly zone?: string | undefined;
  /** The client of that connection, on this server. */
  readonly findClient: (sessionId: string, connectionId: string) => Client | undefined;
  /** The token, or the ticket, is good. */
  readonly onProven: () => void;
}

/** A newcomer that may join: its place and its session. */
export interface Admission {
  readonly session: Session;
  readonly seat: Seat;
}

/** A client that was here before and goes on. */
export interface Return {
  readonly client: Client;
  /** Number of the last notification it has. */
  readonly after: number;
}

/**
 * Checks who connects: a client with its ticket goes on where it was; for a newcomer the media is prepared so that `welcome` can follow
 * the reply at once. Throws `invalidMessage`, `protocolMismatch`, `draining`, `authenticationFailed`, `invalidSession`, `connectionLimit`,
 * `rateLimited`.
 */
export async function admit(
  auth: unknown,
  { registry, tokens, sessions, zone, findClient, onProven }: HandshakeDeps,
  roundTripMs: () => number | undefined,
): Promise<Admission | Return> {
  const handshake: Handshake = parseHandshake(auth);
  if (handshake.protocol !== PROTOCOL_VERSION) {
    throw protocolMismatch(
      `This server speaks version ${PROTOCOL_VERSION} of the protocol and the client version ${handshake.protocol}; load the client from this server.`,
    );
  }
  const known = findKnown(handshake, findClient);
  if (known?.client.takeReturn() === false)
    throw rateLimited('This connection comes back too often; wait a few seconds.');
  // The ticket is proof enough: a token may have expired in a call that goes on.
  if (known !== undefined) onProven();
  if (known?.client.canResume(known.after) === true && handshake.resume?.fresh !== true) return known;
  // Calls may go on for a while on a server that is going down.
  if (registry.draining) throw draining('This server is going down; join again in a moment.');
  const claims = await tokens.verify(handshake.token, handshake.apiKey, handshake.sessionId);
  // Whoever comes back with a ticket has used up this very token itself; one for many connections is spent only by being revoked.
  const again = claims.oneTime && known?.client.caller.member.token.fingerprint === claims.fingerprint;
  if (!again) await tokens.refuseSpent(claims);
  onProven();
  const record = checkSession(await sessions.find(claims.sessionId), claims, zone);
  // Whoever begins anew is not to meet its own ghost.
  if (known !== undefined) known.client.caller.session.leave(known.client.caller.member, 'networkDisconnected');
  const session = await registry.open(record);
  const seat = await session.reserve({
    permissions: toPermissions(claims.role),
    connectionData: claims.connectionData,
    connectionEvents: handshake.connectionEvents ?? true,
    anticipates: handshake.anticipate ?? false,
    roundTripMs,
    layoutClasses: claims.layoutClassList,
    token: claims,
  });
  if (!again) await use(claims, seat, tokens);
  return { session, seat };
}

/** Last, so that a join that is refused does not use a token up, and that one revoked meanwhile is refused. */
async function use(claims: TokenClaims, seat: Seat, tokens: TokenVerifier): Promise<void> {
  try {
    if (claims.oneTime) await tokens.spend(claims);
    else await tokens.refuseSpent(claims);
  } catch (error) {
    seat.release();
    throw error;
  }
}

function checkSession(
  record: SessionRecord | undefined,
  claims: TokenClaims,
  ownZone: string | undefined,
): SessionRecord {
  if (record === undefined || record.projectId !== claims.projectId) {
    throw invalidSession('There is no such session in this project.');
  }
  if (record.zone !== undefined && record.zone !== ownZone) {
    throw invalidSession(`This session is held in zone ${record.zone}, and this server is not there.`);
  }
  return record;
}

function findKnown({ sessionId, resume }: Handshake, findClient: HandshakeDeps['findClient']): Return | undefined {
  if (resume === undefined) return undefined;
  const client = findClient(sessionId, resume.connectionId);
  return client?.owns(resume.ticket) === true ? { client, after: resume.after } : undefined;
}
