import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { authenticationFailed, notFound, rateLimited } from '../errors.ts';
import type { Logger, MediaPlane } from '../ports.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import { ADMIN_LIMITS, type AdminLimits } from './limits.ts';
import { readKey, requireOwnPage } from './own-page.ts';
import { registerPage } from './page.ts';
import { sendOperatorRefusal } from './refusal.ts';
import { type OverviewDeps, registerOverview } from './routes/overview.ts';
import { registerSessions, type SessionRouteDeps } from './routes/sessions.ts';
import { registerSignIn } from './routes/sign-in.ts';
import { Sampler } from './sampler.ts';
import { createPassphraseCheck, createSignIns, type SignIns } from './sign-ins.ts';

const MINUTE_MS = 60_000;

/** What the operator's page needs. */
export interface AdminDeps extends SessionRouteDeps, Omit<OverviewDeps, 'sampler' | 'now'> {
  readonly registry: Pick<SessionRegistry, 'find' | 'list'>;
  readonly mediaPlane: Pick<MediaPlane, 'measureWorkers'>;
  readonly logger: Logger;
  /** What an operator signs in with. */
  readonly passphrase: string;
  /** Where the build puts the page. */
  readonly pageFolder: string;
  /** Whatever differs from the defaults. */
  readonly limits?: Partial<AdminLimits>;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

/** Mounts the operator's page at /admin/, and what the page asks for at /admin/api/; both end with the app. */
export async function mountAdmin(app: FastifyInstance, deps: AdminDeps): Promise<void> {
  const limits = { ...ADMIN_LIMITS, ...deps.limits };
  const now = deps.now ?? Date.now;
  const { registry, mediaPlane, logger } = deps;
  const sampler = new Sampler({
    listSessions: () => registry.list(),
    mediaPlane,
    logger,
    now,
    everyMs: limits.sampleEveryMs,
    kept: limits.samples,
  });
  const signIns = createSignIns({ lifetimeMs: limits.signInLifetimeMs, limit: limits.signIns, now });
  const mountApi: FastifyPluginAsync = async (api) => {
    await secureApi(api, limits);
    registerSignIn(api, { ...deps, signIns, limits, isPassphrase: createPassphraseCheck(deps.passphrase) });
    const mountSignedIn: FastifyPluginAsync = async (signedIn) => {
      signedIn.addHook('onRequest', api.rateLimit());
      requireSignIn(signedIn, signIns);
      registerOverview(signedIn, { ...deps, sampler, now });
      registerSessions(signedIn, deps);
    };
    await api.register(mountSignedIn);
  };
  const mount: FastifyPluginAsync = async (admin) => {
    await registerPage(admin, deps.pageFolder);
    await admin.register(mountApi, { prefix: '/api' });
  };
  await app.register(mount, { prefix: '/admin' });
  sampler.open();
  app.addHook('onClose', async () => sampler.close());
}

/** What holds for every call: own page only, no other site told that it may, nothing kept, so many a minute. */
async function secureApi(api: FastifyInstance, limits: AdminLimits): Promise<void> {
  api.removeContentTypeParser('text/plain');
  api.setErrorHandler(sendOperatorRefusal);
  await api.register(fastifyCookie);
  await api.register(fastifyRateLimit, {
    global: false,
    max: limits.callsPerMinute,
    timeWindow: MINUTE_MS,
    errorResponseBuilder: () => rateLimited('Too many requests. Wait a minute and try again.'),
  });
  api.addHook('onRequest', requireOwnPage);
  api.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  // Else the REST API would answer, which lets pages of other sites in.
  api.options('/*', async () => {
    throw notFound('There is nothing at this path with this method.');
  });
}

function requireSignIn(app: FastifyInstance, signIns: SignIns): void {
  app.addHook('onRequest', async (request) => {
    if (!signIns.has(readKey(request))) throw authenticationFailed('Sign in first.');
  });
}
