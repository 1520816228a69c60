import type { FastifyInstance } from 'fastify';
import { EmptyListAnswer } from '../../../protocol/rest-answers.ts';
import { notFound, notSupported } from '../../errors.ts';
import { toProjectSchema } from '../operation.ts';
import { type CallbackRouteDeps, registerCallbacks } from './callbacks.ts';
import { type ConnectionRouteDeps, registerConnections } from './connections.ts';
import { registerMutes } from './mutes.ts';
import { registerSessions, type SessionRouteDeps } from './sessions.ts';
import { registerSignals } from './signals.ts';
import { registerStreams } from './streams.ts';

/** Lists of what this version does not make are empty, so that a back end that looks for leftovers finds none. */
const EMPTY_LISTS = { archive: 'Archives', broadcast: 'Broadcasts', render: 'Renders' } as const;

/** What the routes of projects need. */
export type ProjectRouteDeps = SessionRouteDeps & ConnectionRouteDeps & CallbackRouteDeps;

/** What OpenTok's REST API has and this version does not, besides these lists. */
const NOT_YET = [
  ...['archive', 'broadcast', 'render', 'captions', 'connect'].flatMap((path) => [path, `${path}/*`]),
  ...['dial', 'call', 'session/:sessionId/play-dtmf', 'session/:sessionId/connection/:connectionId/play-dtmf'],
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * `/v2/project/{id}/...`, also under its old name `partner`: sessions and what is in them; for the rest of OpenTok's an authenticated
 * "not in this version", and for what nobody has "not found".
 */
export function registerProjects(app: FastifyInstance, deps: ProjectRouteDeps): void {
  const { directory } = deps;
  for (const root of ['/v2/project/:projectId', '/v2/partner/:projectId']) {
    registerStreams(app, root, directory);
    registerSessions(app, root, deps);
    registerConnections(app, root, deps);
    registerSignals(app, root, directory);
    registerMutes(app, root, directory);
    registerCallbacks(app, root, deps);
    for (const [path, tag] of Object.entries(EMPTY_LISTS)) {
      const operation = { id: `list${tag}`, tag, summary: `None: this version has no ${tag.toLowerCase()}` };
      const schema = toProjectSchema({ ...operation, answer: EmptyListAnswer });
      app.get(`${root}/${path}`, { schema }, async () => ({ count: 0, items: [] }));
    }
    answerAll(app, { root, paths: NOT_YET }, () =>
      notSupported('This version does not offer this part of the REST API yet.'),
    );
    answerAll(app, { root, paths: ['', '*'] }, () => notFound('There is nothing at this path with this method.'));
  }
}

/** Refuses every method of these paths that has no route of its own. */
function answerAll(
  app: FastifyInstance,
  { root, paths }: { root: string; paths: readonly string[] },
  toError: () => Error,
): void {
  for (const path of paths) {
    const url = path === '' ? root : `${root}/${path}`;
    const taken = METHODS.filter((method) => app.hasRoute({ method, url }));
    app.route({
      method: METHODS.filter((method) => !taken.includes(method)),
      url,
      schema: { hide: true },
      handler: async () => {
        throw toError();
      },
    });
  }
}
