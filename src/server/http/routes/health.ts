import type { FastifyInstance } from 'fastify';

/** `GET /health`: 200 only while calls can be served, that is, a media worker is up and the server is not going down. */
export function registerHealth(app: FastifyInstance, deps: { healthy: () => boolean }): void {
  app.get('/health', { logLevel: 'warn' }, async (_request, reply) => {
    const healthy = deps.healthy();
    return reply
      .code(healthy ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: healthy ? 'ok' : 'unavailable' });
  });
}
