import type { FastifyInstance } from 'fastify';
import { Overview, OverviewQuery, ProjectList } from '../../../protocol/operator.ts';
import type { Backlog, ProjectStore } from '../../store-ports.ts';
import type { Sampler } from '../sampler.ts';

/** How callbacks get on. */
interface CallbackState extends Backlog {
  readonly delivered: number;
  readonly failed: number;
  readonly givenUp: number;
}

/** What the overview needs. */
export interface OverviewDeps {
  readonly sampler: Pick<Sampler, 'after' | 'count' | 'workers'>;
  readonly projects: Pick<ProjectStore, 'list'>;
  readonly callbackState: () => CallbackState;
  readonly status: () => Overview['server']['status'];
  readonly version: string;
  readonly now: () => number;
}

/** How the server is, how much goes on and went on, and which projects there are. */
export function registerOverview(app: FastifyInstance, deps: OverviewDeps): void {
  const { sampler, projects, callbackState, status, version, now } = deps;
  app.get<{ Querystring: OverviewQuery }>(
    '/overview',
    { schema: { querystring: OverviewQuery, response: { 200: Overview } } },
    async (request): Promise<Overview> => {
      const { deliveries, oldestAt, delivered, failed, givenUp } = callbackState();
      const at = now();
      return {
        now: at,
        server: {
          version,
          startedAt: Math.round(at - process.uptime() * 1000),
          status: status(),
          memoryBytes: process.memoryUsage.rss(),
        },
        workers: [...sampler.workers],
        totals: sampler.count(),
        callbacks: {
          waiting: deliveries,
          ...(oldestAt !== undefined && { oldestAt }),
          delivered,
          failed,
          givenUp,
        },
        samples: sampler.after(request.query.since ?? 0),
      };
    },
  );

  app.get('/projects', { schema: { response: { 200: ProjectList } } }, async (): Promise<ProjectList> => {
    // Field by field: a project's record holds its keys.
    const items = (await projects.list()).map(({ id, name }) => ({ id, name }));
    return { items };
  });
}
