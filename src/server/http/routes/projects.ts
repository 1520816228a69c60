import type { FastifyInstance } from 'fastify';
import { notSupported } from '../../errors.ts';
import { type CallbackRouteDeps, registerCallbacks } from './callbacks.ts';
import { type ConnectionRouteDeps, registerConnections } from './connections.ts';
import { registerMutes } from './mutes.ts';
import { registerSessions, type SessionRouteDeps } from './sessions.ts';
import { registerSignals } from './signals.ts';
import { registerStreams } from './streams.ts';

/** Lists of what this version does not make are empty, so that a back end that looks for leftovers finds none. */
const EMPTY_LISTS = ['archive', 'broadcast', 'render'];

/** What the routes of projects need. */
export type ProjectRouteDeps = SessionRouteDeps & ConnectionRouteDeps & CallbackRouteDeps;

/** `/v2/project/{id}/...`, also under its old name `partner`: sessions and what is in them; for the rest an authenticated "not in this version". */
export function registerProjects(app: FastifyInstance, deps: ProjectRouteDeps): void {
  const { directory } = deps;
  for (const root of ['/v2/project/:projectId', '/v2/partner/:projectId']) {
    registerStreams(app, root, directory);
    registerSessions(app, root, deps);
    registerConnections(app, root, deps);
    registerSignals(app, root, directory);
    registerMutes(app, root, directory);
    registerCallbacks(app, root, deps);
    for (const list of EMPTY_LISTS) app.get(`${root}/${list}`, async () => ({ count: 0, items: [] }));
    for (const path of [root, `${root}/*`]) {
      app.route({
        method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        url: path,
        handler: async () => {
          throw notSupported('This version does not offer this part of the REST API yet.');
        },
      });
    }
  }
}
