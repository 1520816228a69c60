import type { FastifyInstance } from 'fastify';
import { PageQuery, SessionPath } from '../../../protocol/rest.ts';
import { SessionAnswer, SessionListAnswer } from '../../../protocol/rest-answers.ts';
import type { Session } from '../../sessions/session.ts';
import type { SessionRecord, SessionStore } from '../../store-ports.ts';
import { projectOf } from '../authentication.ts';
import { toProjectSchema } from '../operation.ts';
import type { SessionDirectory } from '../session-directory.ts';

const LIST = toProjectSchema({
  id: 'listSessions',
  tag: 'Sessions',
  summary: "The project's sessions, newest first",
  querystring: PageQuery,
  answer: SessionListAnswer,
});
const READ = toProjectSchema({
  id: 'getSession',
  tag: 'Sessions',
  summary: 'One session: how it was created, and how many are in it',
  params: SessionPath,
  answer: SessionAnswer,
  refusals: [404],
});

/** What the routes of sessions need. */
export interface SessionRouteDeps {
  readonly directory: SessionDirectory;
  readonly sessions: Pick<SessionStore, 'list'>;
}

/** `.../session`: the project's sessions, newest first, and one of them. Ours: OpenTok has no such calls. */
export function registerSessions(app: FastifyInstance, root: string, { directory, sessions }: SessionRouteDeps): void {
  app.get<{ Querystring: PageQuery }>(`${root}/session`, { schema: LIST }, async (request) => {
    const { count, items } = await sessions.list(projectOf(request).id, request.query);
    return { count, items: await Promise.all(items.map(async (record) => toJson(await directory.look(record)))) };
  });

  app.get(`${root}/session/:sessionId`, { schema: READ }, async (request) => toJson(await directory.find(request)));
}

/** What a back end learns of a session: how it was created, and how many are in it now. */
function toJson({ record, live }: { record: SessionRecord; live: Session | undefined }) {
  const { id, createdAt, mediaMode, archiveMode, e2ee, minimumEncryption, maxConnections, zone } = record;
  const { connections = 0, publishers = 0, subscribers = 0, subscribingOnly = 0 } = live?.counts ?? {};
  return {
    sessionId: id,
    createdAt,
    mediaMode,
    archiveMode,
    e2ee,
    ...(minimumEncryption !== undefined && { minimumEncryption }),
    ...(maxConnections !== undefined && { maxConnections }),
    ...(zone !== undefined && { zone }),
    open: live !== undefined,
    counts: { connections, publishers, subscribers, subscribingOnly },
  };
}
