import type { Handshake } from '../../protocol/handshake.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { draining, invalidSession, protocolMismatch, rateLimited } from '../errors.ts';
import type { Store, TokenVerifier } from '../ports.ts';
import { toPermissions } from '../sessions/permissions.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import type { Seat, Session } from '../sessions/session.ts';
import type { Client } from './client.ts';
import { parseHandshake } from './validation.ts';

/** What checking a newcomer needs. */
export interface HandshakeDeps {
  readonly registry: SessionRegistry;
  readonly tokens: TokenVerifier;
  readonly store: Pick<Store, 'findSession'>;
  /** The client of that connection, on this server. */
  readonly findClient: (sessionId: string, connectionId: string) => Client | undefined;
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
  { registry, tokens, store, findClient }: HandshakeDeps,
  roundTripMs: () => number | undefined,
): Promise<Admission | Return> {
  const handshake: Handshake = parseHandshake(auth);
  if (handshake.protocol !== PROTOCOL_VERSION) {
    throw protocolMismatch(
      `This server speaks version ${PROTOCOL_VERSION} of the protocol and the client version ${handshake.protocol}; load the client from this server.`,
    );
  }
  if (registry.draining) throw draining('This server is going down; join again in a moment.');
  const known = findKnown(handshake, findClient);
  if (known?.client.takeReturn() === false)
    throw rateLimited('This connection comes back too often; wait a few seconds.');
  // The ticket is proof enough: a token may have expired in a call that goes on.
  if (known?.client.canResume(known.after) === true && handshake.resume?.fresh !== true) return known;
  const claims = await tokens.verify(handshake.token, handshake.apiKey, handshake.sessionId);
  const record = await store.findSession(claims.sessionId);
  if (record === undefined || record.projectId !== claims.projectId) {
    throw invalidSession('There is no such session in this project.');
  }
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
  });
  return { session, seat };
}

function findKnown({ sessionId, resume }: Handshake, findClient: HandshakeDeps['findClient']): Return | undefined {
  if (resume === undefined) return undefined;
  const client = findClient(sessionId, resume.connectionId);
  return client?.owns(resume.ticket) === true ? { client, after: resume.after } : undefined;
}
