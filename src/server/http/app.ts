import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify';
import type { Watch } from '../observations.ts';
import type { TokenVerifier } from '../ports.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import type { CallbackStore, ProjectStore, SessionStore } from '../store-ports.ts';
import { registerAudit } from './audit.ts';
import { registerAuthentication } from './authentication.ts';
import { registerBodies } from './bodies.ts';
import { registerDocument } from './document.ts';
import { registerErrorResponses, sendRefusal } from './error-response.ts';
import { registerRequestLog } from './request-log.ts';
import { registerDocumentation } from './routes/documentation.ts';
import { registerHealth } from './routes/health.ts';
import { type MetricsText, registerMetrics } from './routes/metrics.ts';
import { registerProjects } from './routes/projects.ts';
import { registerSdk } from './routes/sdk.ts';
import { registerSessionCreate } from './routes/session-create.ts';
import { registerCrossOrigin, registerRateLimit, registerSecurityHeaders } from './security.ts';
import { SessionDirectory } from './session-directory.ts';

/** What the HTTP door needs. */
export interface AppDeps {
  readonly projects: ProjectStore;
  readonly sessions: SessionStore;
  readonly tokens: Pick<TokenVerifier, 'revoke'>;
  /** Where this server is. */
  readonly zone: string | undefined;
  readonly registry: Pick<SessionRegistry, 'find' | 'open'>;
  readonly logger: FastifyBaseLogger;
  readonly healthy: () => boolean;
  readonly callbacks: CallbackStore;
  /** The callbacks are others than before. */
  readonly onCallbacksChanged: () => Promise<void>;
  readonly watch: Watch;
  /** Absent: there is no `/metrics`. */
  readonly metricsText?: MetricsText | undefined;
  /** What opens `/metrics` to those who are not on this machine; absent: nothing does. */
  readonly metricsToken?: string | undefined;
  /** Where the built SDK is. */
  readonly sdkFolder: string;
  /** Largest body, in bytes. */
  readonly bodyBytes: number;
  /** REST requests one address may make per minute. */
  readonly requestRate: number;
  /** Whether the document of this API and the page that shows it are served. */
  readonly apiDocs: 'on' | 'off';
  /** Empty: any. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and ranges of the proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  readonly trustedProxies: readonly string[];
  /** Whether this server's own certificate is a real one, so that browsers may be told to use nothing but HTTPS. */
  readonly hsts: boolean;
}

/** Characters of one step of a path; the schemas are stricter and say so. */
const PATH_PARAMETER = 512;

/** Creates the Fastify app with every route of the platform; it serves no port by itself. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: deps.bodyBytes,
    trustProxy: deps.trustedProxies.length > 0 && [...deps.trustedProxies],
    // The ids of an application's sessions are longer than what the router takes by itself.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: PATH_PARAMETER },
    frameworkErrors: sendRefusal,
  });
  registerErrorResponses(app);
  registerRequestLog(app, deps.watch);
  await registerSecurityHeaders(app, { hsts: deps.hsts });
  registerHealth(app, deps);
  registerSdk(app, { folder: deps.sdkFolder });
  const mountMetrics: FastifyPluginAsync = async (scrapes) => {
    const { metricsText, metricsToken, requestRate } = deps;
    if (metricsText === undefined) return;
    await registerRateLimit(scrapes, requestRate);
    registerMetrics(scrapes, { metrics: metricsText, token: metricsToken });
  };
  const mountRest: FastifyPluginAsync = async (rest) => {
    const readDocument = await registerDocument(rest);
    if (deps.apiDocs === 'on') registerDocumentation(app, readDocument);
    await registerCrossOrigin(rest, deps.allowedOrigins);
    await registerRateLimit(rest, deps.requestRate);
    registerAuthentication(rest, deps);
    registerAudit(rest, deps.watch);
    await registerBodies(rest);
    registerSessionCreate(rest, deps);
    registerProjects(rest, { ...deps, directory: new SessionDirectory(deps) });
  };
  await app.register(mountRest);
  await app.register(mountMetrics);
  return app;
}
