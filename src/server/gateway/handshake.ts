import type { Handshake } from '../../protocol/handshake.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { draining, invalidSession, protocolMismatch } from '../errors.ts';
import type { Store, TokenVerifier } from '../ports.ts';
import { toPermissions } from '../sessions/permissions.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import type { Seat, Session } from '../sessions/session.ts';
import { parseHandshake } from './validation.ts';

/** What checking a newcomer needs. */
export interface HandshakeDeps {
  readonly registry: SessionRegistry;
  readonly tokens: TokenVerifier;
  readonly store: Pick<Store, 'findSession'>;
}

/** A newcomer that may join: its place and its session. */
export interface Admission {
  readonly session: Session;
  readonly seat: Seat;
}

/**
 * Checks who connects, and prepares its media so that `welcome` can follow the reply at once.
 * Throws `invalidMessage`, `protocolMismatch`, `draining`, `authenticationFailed`, `invalidSession`, `connectionLimit`.
 */
export async function admit(
  auth: unknown,
  { registry, tokens, store }: HandshakeDeps,
  roundTripMs: () => number | undefined,
): Promise<Admission> {
  const handshake: Handshake = parseHandshake(auth);
  if (handshake.protocol !== PROTOCOL_VERSION) {
    throw protocolMismatch(
      `This server speaks version ${PROTOCOL_VERSION} of the protocol and the client version ${handshake.protocol}; load the client from this server.`,
    );
  }
  if (registry.draining) throw draining('This server is going down; join again in a moment.');
  const claims = await tokens.verify(handshake.token, handshake.apiKey, handshake.sessionId);
  const record = await store.findSession(claims.sessionId);
  if (record === undefined || record.projectId !== claims.projectId) {
    throw invalidSession('There is no such session in this project.');
  }
  const session = await registry.open(record);
  const seat = await session.reserve({
    permissions: toPermissions(claims.role),
    connectionData: claims.connectionData,
    connectionEvents: handshake.connectionEvents ?? true,
    anticipates: handshake.anticipate ?? false,
    roundTripMs,
  });
  return { session, seat };
}
