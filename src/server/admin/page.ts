import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const PERMISSIONS = 'camera=(), microphone=(), display-capture=(), geolocation=(), clipboard-read=()';

/** Serves the page from the folder it was built into, under the strictest content policy that runs it. It holds nothing secret. */
export async function registerPage(app: FastifyInstance, folder: string): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', POLICY);
    reply.header('permissions-policy', PERMISSIONS);
  });
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'no-cache');
    },
  });
  app.get('/', async (request, reply) => {
    // The page's own addresses are relative, so they need the slash.
    if (request.url === app.prefix) return reply.redirect(`${app.prefix}/`);
    return reply.sendFile('index.html');
  });
}
