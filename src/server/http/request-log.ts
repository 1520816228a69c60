import type { FastifyInstance } from 'fastify';
import type { Watch } from '../observations.ts';

/** Logs and observes each answer with method, route pattern, status and time taken: no URL, header or address, which name people. */
export function registerRequestLog(app: FastifyInstance, watch: Watch): void {
  app.addHook('onResponse', async (request, reply) => {
    const record = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    };
    watch.observe({ seen: 'answered', ...record, durationMs: reply.elapsedTime });
    if (reply.statusCode >= 500) request.log.warn(record, 'request');
    else request.log.debug(record, 'request');
  });
}
