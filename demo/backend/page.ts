import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Serves the page and its script under the strictest content policy that runs it. */
export async function registerPage(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', POLICY);
    reply.header(
      'permissions-policy',
      'camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self)',
    );
    reply.header('referrer-policy', 'no-referrer');
    reply.header('x-content-type-options', 'nosniff');
  });
  await app.register(fastifyStatic, {
    root: [toPath('../page/static'), toPath('../../dist/demo')],
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // The drawings are asked for once per icon; all else has to fit together, so it is checked each time.
      reply.header('cache-control', path.endsWith('.svg') ? 'max-age=3600' : 'no-cache');
    },
  });
  app.get('/', async (request, reply) => {
    // The page's own addresses are relative, so they need the slash.
    if (request.url === app.prefix) return reply.redirect(`${app.prefix}/`);
    return reply.sendFile('index.html');
  });
}

function toPath(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
