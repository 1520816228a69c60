import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { sendError } from './backend/error-response.ts';
import { registerHostRoutes } from './backend/host-routes.ts';
import { createHosts } from './backend/hosts.ts';
import { DEMO_LIMITS, type DemoLimits } from './backend/limits.ts';
import { registerPage } from './backend/page.ts';
import { createPasscodeCheck } from './backend/passcode.ts';
import { createPlatform } from './backend/platform.ts';
import { registerRoomRoutes } from './backend/room-routes.ts';
import { createRooms } from './backend/rooms.ts';
import { requireOwnPage } from './backend/same-origin.ts';

/** What the demo's back end is given; it is a customer of the platform and knows nothing else of it. */
export interface DemoDeps {
  /** Base URL of the REST API. */
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Stays in this process: no answer carries it. */
  readonly apiSecret: string;
  /** What a host signs in with. */
  readonly passcode: string;
  /** Whatever differs from the defaults. */
  readonly limits?: Partial<DemoLimits>;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

/** Mounts the demo at /demo/: the page, and the token-giving back end the page talks to. */
export async function registerDemo(app: FastifyInstance, deps: DemoDeps): Promise<void> {
  const limits = { ...DEMO_LIMITS, ...deps.limits };
  const now = deps.now ?? Date.now;
  const platform = createPlatform(deps);
  const hosts = createHosts({ lifetimeMs: limits.signInLifetimeMs, limit: limits.hosts, now });
  const rooms = createRooms({ lifetimeMs: limits.roomLifetimeMs, limit: limits.rooms, now });
  const isPasscode = createPasscodeCheck(deps.passcode);
  const mount: FastifyPluginAsync = async (demo) => {
    await registerPage(demo);
    if (!demo.hasDecorator('parseCookie')) await demo.register(fastifyCookie);
    if (!demo.hasDecorator('rateLimit')) await demo.register(fastifyRateLimit, { global: false });
    demo.setErrorHandler(sendError);
    demo.addHook('onRequest', requireOwnPage);
    demo.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    registerHostRoutes(demo, { hosts, isPasscode, limits });
    registerRoomRoutes(demo, { hosts, rooms, platform, limits, now });
  };
  await app.register(mount, { prefix: '/demo' });
}
