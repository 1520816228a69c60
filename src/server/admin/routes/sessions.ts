import type { FastifyInstance } from 'fastify';
import type { ConnectionId, SessionId, StreamId } from '../../../base/ids.ts';
import {
  ConnectionData,
  ConnectionsQuery,
  Disconnected,
  DisconnectQuery,
  OperatorConnectionPath,
  OperatorSessionPath,
  SessionDetail,
  SessionList,
  SessionsQuery,
} from '../../../protocol/operator.ts';
import { notFound } from '../../errors.ts';
import type { Watch } from '../../observations.ts';
import type { TokenVerifier } from '../../ports.ts';
import type { Member } from '../../sessions/member.ts';
import type { Moderator } from '../../sessions/moderation.ts';
import type { SessionRegistry } from '../../sessions/registry.ts';
import type { Session } from '../../sessions/session.ts';
import type { SessionStore } from '../../store-ports.ts';
import { toSessionDetail, toSessionItem } from '../session-detail.ts';

/** What the sessions' routes need. */
export interface SessionRouteDeps {
  readonly registry: Pick<SessionRegistry, 'find' | 'list'>;
  readonly sessions: Pick<SessionStore, 'find' | 'search'>;
  readonly tokens: Pick<TokenVerifier, 'revoke'>;
  readonly watch: Pick<Watch, 'audit'>;
}

/** An operator ends connections, and does nothing else in a session. */
const OPERATOR: Moderator = { forceDisconnect: true, forceUnpublish: false, forceMute: false };

const DATA_PATH = '/sessions/:sessionId/connections/:connectionId/data';
const CONNECTION_PATH = '/sessions/:sessionId/connections/:connectionId';

/** Sessions of all projects, who is in one of them, and who has to go. */
export function registerSessions(app: FastifyInstance, deps: SessionRouteDeps): void {
  const { registry, sessions, tokens, watch } = deps;
  const record = (live: Session, connectionId: string, action: string): void =>
    watch.audit({
      event: 'operator',
      credentialKind: 'operator',
      project: live.projectId,
      action,
      sessionId: live.id,
      connectionId,
      result: 'ok',
    });
  app.get<{ Querystring: SessionsQuery }>(
    '/sessions',
    { schema: { querystring: SessionsQuery, response: { 200: SessionList } } },
    ({ query }) => (query.state === 'open' ? listOpen(registry.list(), query) : listCreated(deps, query)),
  );

  app.get<{ Params: OperatorSessionPath; Querystring: ConnectionsQuery }>(
    '/sessions/:sessionId',
    { schema: { params: OperatorSessionPath, querystring: ConnectionsQuery, response: { 200: SessionDetail } } },
    async ({ params, query }): Promise<SessionDetail> => {
      const live = await registry.find(params.sessionId as SessionId);
      const record = live?.record ?? (await sessions.find(params.sessionId));
      if (record === undefined) throw notFound('There is no session with this id.');
      return toSessionDetail(record, live, query);
    },
  );

  app.get<{ Params: OperatorConnectionPath }>(
    DATA_PATH,
    { schema: { params: OperatorConnectionPath, response: { 200: ConnectionData } } },
    async ({ params }): Promise<ConnectionData> => {
      const { live, member } = await findMember(registry, params);
      record(live, member.id, `GET ${DATA_PATH}`);
      return { data: member.info.data, streams: [...member.streams].flatMap((id) => toNamed(live, id)) };
    },
  );

  app.delete<{ Params: OperatorConnectionPath; Querystring: DisconnectQuery }>(
    CONNECTION_PATH,
    { schema: { params: OperatorConnectionPath, querystring: DisconnectQuery, response: { 200: Disconnected } } },
    async ({ params, query }): Promise<Disconnected> => {
      const { live, member } = await findMember(registry, params);
      const { connectionId } = params;
      const { revokeToken } = query;
      // First, so that it is not back before the token is refused.
      if (revokeToken) await tokens.revoke(member.token);
      live.moderation.forceDisconnect(OPERATOR, { connectionId });
      record(live, connectionId, `DELETE ${CONNECTION_PATH}`);
      return { connectionId, reason: 'forceDisconnected', tokenRevoked: revokeToken };
    },
  );
}

/** Sessions somebody is in, or has just left; the fullest first. */
async function listOpen(open: readonly Session[], query: SessionsQuery): Promise<SessionList> {
  const { project, search = '', offset, count } = query;
  const part = search.toLowerCase();
  const items = open
    .filter(({ id, projectId }) => (project ?? projectId) === projectId && id.toLowerCase().includes(part))
    .map((session) => toSessionItem(session.record, session))
    .sort((a, b) => b.connections - a.connections || b.createdAt - a.createdAt || a.id.localeCompare(b.id));
  return { count: items.length, items: items.slice(offset, offset + count) };
}

async function listCreated({ registry, sessions }: SessionRouteDeps, query: SessionsQuery): Promise<SessionList> {
  const { project, search, offset, count } = query;
  const found = await sessions.search({ projectId: project, idPart: search, offset, count });
  const items = found.items.map(async (record) => toSessionItem(record, await registry.find(record.id)));
  return { count: found.count, items: await Promise.all(items) };
}

async function findMember(
  registry: SessionRouteDeps['registry'],
  { sessionId, connectionId }: OperatorConnectionPath,
): Promise<{ live: Session; member: Member }> {
  const live = await registry.find(sessionId as SessionId);
  const member = live?.members.get(connectionId as ConnectionId);
  if (live === undefined || member === undefined) throw notFound('This connection is no longer in the session.');
  return { live, member };
}

function toNamed(live: Session, id: StreamId): ConnectionData['streams'] {
  const name = live.streams.get(id)?.info.properties.name;
  return name === undefined ? [] : [{ id, name }];
}
