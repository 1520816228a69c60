import type { FastifyInstance } from 'fastify';
import type { ConnectionId } from '../../../base/ids.ts';
import { ConnectionPath, ForceDisconnectQuery, SessionPath } from '../../../protocol/rest.ts';
import { ConnectionListAnswer, CountsAnswer } from '../../../protocol/rest-answers.ts';
import { notFound } from '../../errors.ts';
import type { TokenVerifier } from '../../ports.ts';
import type { Member } from '../../sessions/member.ts';
import { projectOf } from '../authentication.ts';
import { BACK_END } from '../back-end.ts';
import { toProjectSchema } from '../operation.ts';
import { toOwner } from '../owner.ts';
import type { SessionDirectory } from '../session-directory.ts';

const LIST = toProjectSchema({
  id: 'listConnections',
  tag: 'Connections',
  summary: 'Who is connected, and what each publishes and receives',
  description: 'Nobody, for a session nobody is in.',
  params: SessionPath,
  answer: ConnectionListAnswer,
  refusals: [404],
});
const DISCONNECT = toProjectSchema({
  id: 'forceDisconnect',
  tag: 'Connections',
  summary: 'Ends a connection',
  description: 'The client hears `forceDisconnected`.',
  params: ConnectionPath,
  querystring: ForceDisconnectQuery,
  refusals: [404],
});
const COUNT = toProjectSchema({
  id: 'getCounts',
  tag: 'Connections',
  summary: 'How many publish and subscribe',
  params: SessionPath,
  answer: CountsAnswer,
  refusals: [404],
});

/** What the routes of connections need. */
export interface ConnectionRouteDeps {
  readonly directory: SessionDirectory;
  readonly tokens: Pick<TokenVerifier, 'revoke'>;
}

/** `.../session/{id}/connection`: who is there, and who has to go; `.../counts`: how many do what. */
export function registerConnections(app: FastifyInstance, root: string, deps: ConnectionRouteDeps): void {
  const { directory, tokens } = deps;
  const path = `${root}/session/:sessionId`;
  app.get(`${path}/connection`, { schema: LIST }, async (request) => {
    const { record, live } = await directory.find(request);
    const items = [...(live?.members.values() ?? [])].map(toJson);
    return { count: items.length, ...toOwner(projectOf(request)), sessionId: record.id, items };
  });

  app.delete<{ Params: ConnectionPath; Querystring: ForceDisconnectQuery }>(
    `${path}/connection/:connectionId`,
    { schema: DISCONNECT },
    async (request, reply) => {
      const { members, moderation } = await directory.findLive(request);
      const { connectionId } = request.params;
      const member = members.get(connectionId as ConnectionId);
      if (member === undefined) throw notFound('There is no such connection in this session.');
      // First, so that it is not back before the token is refused.
      if (request.query.revokeToken) await tokens.revoke(member.token);
      moderation.forceDisconnect(BACK_END, { connectionId });
      return reply.code(204).send();
    },
  );

  app.get(`${path}/counts`, { schema: COUNT }, async (request) => {
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
