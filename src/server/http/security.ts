import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rateLimited } from '../errors.ts';

const MINUTE_MS = 60_000;
const YEAR_S = 31_536_000;

/** Security headers of every answer. `'self'` in connect-src covers ws: and wss: of the same host. */
export async function registerSecurityHeaders(app: FastifyInstance, options: { hsts: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
      },
    },
    hsts: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onRequest', async (request, reply) => {
    if (isForGood(request, options.hsts)) reply.header('strict-transport-security', `max-age=${YEAR_S}`);
  });
}

/**
 * Whether the browser may remember for the whole host that it has HTTPS: it came over our TLS with a real certificate, or over the TLS of
 * a trusted proxy, which has one.
 */
function isForGood({ protocol, raw }: FastifyRequest, realCertificate: boolean): boolean {
  return protocol === 'https' && (realCertificate || !('encrypted' in raw.socket));
}

/** Lets pages of the allowed origins (none named: any) call the routes of `app`. No cookie is ever involved. */
export async function registerCrossOrigin(app: FastifyInstance, allowedOrigins: readonly string[]): Promise<void> {
  await app.register(cors, {
    origin: allowedOrigins.length === 0 ? '*' : [...allowedOrigins],
    credentials: false,
    // OPTIONS that is no preflight gets the same answer; refused by this library, it would be a text and not our JSON.
    strictPreflight: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['content-type', 'x-opentok-auth', 'authorization'],
    // Without this a page cannot see how long it is to wait.
    exposedHeaders: ['retry-after'],
    maxAge: 600,
  });
}

/** Limits how many requests one address may make of the routes of `app` in a minute. Addresses stay in memory. */
export async function registerRateLimit(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    max: requestsPerMinute,
    timeWindow: MINUTE_MS,
    errorResponseBuilder: () => rateLimited('Too many requests; wait a minute.'),
  });
  // As a hook of all routes, because what a route brings along runs after the credential is checked.
  app.addHook('onRequest', app.rateLimit());
}
