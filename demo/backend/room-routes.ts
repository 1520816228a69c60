import type { FastifyInstance } from 'fastify';
import { toDisplayName } from './display-name.ts';
import { readHostKey } from './host-cookie.ts';
import type { Hosts } from './hosts.ts';
import type { DemoLimits } from './limits.ts';
import { type As, Check, Empty, Join, JoinAnswer, RoomAnswer } from './messages.ts';
import type { Platform } from './platform.ts';
import { notSignedIn, roomNotFound } from './refusal.ts';
import type { Rooms } from './rooms.ts';
import { originOf } from './same-origin.ts';

/** Starting a meeting (host only) and joining it (whoever has the link). */
export function registerRoomRoutes(
  app: FastifyInstance,
  deps: { hosts: Hosts; rooms: Rooms; platform: Platform; limits: DemoLimits; now: () => number },
): void {
  const { hosts, rooms, platform, limits } = deps;
  app.post(
    '/rooms',
    {
      schema: { body: Empty, response: { 200: RoomAnswer } },
      config: { rateLimit: { max: limits.roomsPerMinute, timeWindow: '1 minute' } },
    },
    async (request): Promise<RoomAnswer> => {
      if (!hosts.isSignedIn(readHostKey(request))) throw notSignedIn();
      const { roomId, expiresAt } = await rooms.open(() => platform.createSession());
      // Behind the # it never travels to a server: no access log and no Referer header holds it.
      return { roomId, link: `${originOf(request)}/demo/#room=${roomId}`, expiresAt };
    },
  );
  app.post<{ Body: Check }>(
    '/rooms/check',
    {
      schema: { body: Check, response: { 200: JoinAnswer } },
      config: { rateLimit: { max: limits.checksPerMinute, timeWindow: '1 minute' } },
    },
    async (request): Promise<JoinAnswer> => {
      const room = rooms.find(request.body.roomId);
      if (room === undefined) throw roomNotFound();
      // Not the session of the meeting: nobody there sees a test picture.
      const sessionId = await rooms.openCheck(room, () => platform.createSession());
      const expiresAt = deps.now() + limits.checkLifetimeMs;
      const token = platform.createToken(sessionId, { role: 'publisher', data: '', expiresAt });
      return { apiKey: platform.apiKey, sessionId, token, expiresAt };
    },
  );
  app.post<{ Body: Join }>(
    '/rooms/join',
    {
      schema: { body: Join, response: { 200: JoinAnswer } },
      config: { rateLimit: { max: limits.joinsPerMinute, timeWindow: '1 minute' } },
    },
    async (request): Promise<JoinAnswer> => {
      const room = rooms.find(request.body.roomId);
      if (room === undefined) throw roomNotFound();
      const host = hosts.isSignedIn(readHostKey(request));
      const data = JSON.stringify({ name: toDisplayName(request.body.name), ...(host ? { host } : {}) });
      const expiresAt = Math.min(deps.now() + limits.tokenLifetimeMs, room.expiresAt);
      const token = platform.createToken(room.sessionId, { role: roleOf(request.body.as, host), data, expiresAt });
      return { apiKey: platform.apiKey, sessionId: room.sessionId, token, expiresAt };
    },
  );
}

function roleOf(as: As, host: boolean): 'subscriber' | 'publisher' | 'moderator' {
  if (as === 'viewer') return 'subscriber';
  return host ? 'moderator' : 'publisher';
}
