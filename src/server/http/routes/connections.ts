import type { FastifyInstance } from 'fastify';
import { ConnectionPath, SessionPath } from '../../../protocol/rest.ts';
import type { Member } from '../../sessions/member.ts';
import { projectOf } from '../authentication.ts';
import { BACK_END } from '../back-end.ts';
import type { SessionDirectory } from '../session-directory.ts';

/** `.../session/{id}/connection`: who is there, and who has to go; `.../counts`: how many do what. */
export function registerConnections(app: FastifyInstance, root: string, directory: SessionDirectory): void {
  const path = `${root}/session/:sessionId`;
  app.get(`${path}/connection`, { schema: { params: SessionPath } }, async (request) => {
    const { record, live } = await directory.find(request);
    const items = [...(live?.members.values() ?? [])].map(toJson);
    return { count: items.length, projectId: projectOf(request).apiKey, sessionId: record.id, items };
  });

  app.delete<{ Params: ConnectionPath }>(
    `${path}/connection/:connectionId`,
    { schema: { params: ConnectionPath } },
    async (request, reply) => {
      const { moderation } = await directory.findLive(request);
      moderation.forceDisconnect(BACK_END, { connectionId: request.params.connectionId });
      return reply.code(204).send();
    },
  );

  app.get(`${path}/counts`, { schema: { params: SessionPath } }, async (request) => {
    const { live } = await directory.find(request);
    const { connections = 0, publishers = 0, subscribers = 0, subscribingOnly = 0 } = live?.counts ?? {};
    const streams = [...(live?.streams.values() ?? [])].map(({ id, viewers }) => ({ id, subscribers: viewers.size }));
    return { connections, publishers, subscribers, subscribingOnly, streams };
  });
}

/** What a back end learns of a connection; its data is the app's, which knows it. */
function toJson({ id, info, away, streams, subscriptions }: Member) {
  return {
    connectionId: id,
    connectionState: away ? 'Connecting' : 'Connected',
    createdAt: info.createdAt,
    publishes: [...streams],
    subscribesTo: [
      ...new Set([...subscriptions.values()].filter(({ taken }) => taken).map(({ streamId }) => streamId)),
    ],
  };
}
