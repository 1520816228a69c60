import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { toConfiguredCallbacks } from './config/callbacks.ts';
import { loadCertificate } from './config/certificate.ts';
import { type Credentials, loadCredentials, loadMasterKey, loadPasscode } from './config/credentials.ts';
import { type DataFolder, openDataFolder } from './config/data-folder.ts';
import { findMediaAddresses } from './config/media-addresses.ts';
import type { Config } from './config/schema.ts';
import { hasDemo, mountDemo } from './demo.ts';
import { Gateway, type GatewayDeps } from './gateway/gateway.ts';
import { createApp } from './http/app.ts';
import { Listeners } from './http/listeners.ts';
import { createMediaPlane } from './media/media-plane.ts';
import type { MediaPlane, Store } from './ports.ts';
import { DEFAULT_LIMITS, type Limits } from './sessions/limits.ts';
import { SessionRegistry } from './sessions/registry.ts';
import { DatabaseStartError, MediaStartError } from './start-failure.ts';
import type { DatabasePlace } from './store/database.ts';
import { openStore } from './store/store.ts';
import { findProjectId } from './tokens/session-id.ts';
import { createTokenVerifier } from './tokens/verifier.ts';
import { Webhooks } from './webhooks/webhooks.ts';

const SDK_FOLDER = fileURLToPath(new URL('../../dist', import.meta.url));

/** How long requests that are under way may take after the server was told to stop, in milliseconds. */
const CLOSE_GRACE_MS = 1500;

/** A running server and what people have to know to use it. */
export interface Server {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly developmentCertificate: boolean;
  readonly credentials: Credentials;
  /** Present when the demo is served. */
  readonly passcode: string | undefined;
  /** Refuses newcomers, tells clients, ends what runs, writes everything down. Idempotent. */
  close(): Promise<void>;
}

/** What has to be ended, in the order it is built. */
interface Parts {
  listeners?: Listeners;
  store?: Store;
  mediaPlane?: MediaPlane;
  webhooks?: Webhooks;
  gateway?: Gateway;
  app?: FastifyInstance;
  draining: boolean;
}

/** Builds every part once and starts it; what was started is ended when a later part fails. */
export async function openServer(config: Config, logger: Logger): Promise<Server> {
  const parts: Parts = { draining: false };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= closeParts(parts);
    return closed;
  };
  try {
    const started = await startParts(parts, config, logger);
    return { ...started, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(parts: Parts, config: Config, logger: Logger): Promise<Omit<Server, 'close'>> {
  const folder = openDataFolder(config.dataDir);
  const credentials = loadCredentials(config, folder);
  const certificate = await loadCertificate(config, folder);

  const listeners = new Listeners({ certificate });
  parts.listeners = listeners;
  await listeners.open(config);

  const store = await openStore({
    database: toDatabasePlace(config, folder),
    masterKey: loadMasterKey(config, folder),
    configured: [credentials.project, ...config.projects],
  }).catch((error) => {
    throw config.databaseUrl === undefined ? error : new DatabaseStartError(error);
  });
  parts.store = store;
  const mediaPlane = await openMediaPlane(config, logger);
  parts.mediaPlane = mediaPlane;

  const limits = toLimits(config);
  const tokens = createTokenVerifier({ ...store, maxLifetimeS: config.tokenMaxHours * 3600 });
  const registry = new SessionRegistry({ mediaPlane, limits, logger });
  const webhooks = createWebhooks(config, { store, registry, logger });
  parts.webhooks = webhooks;
  await webhooks.open();
  registry.onFact((sessionId, fact) => webhooks.take(sessionId, fact));
  const app = await createApp({
    ...config,
    ...store,
    tokens,
    onCallbacksChanged: () => webhooks.refresh(),
    registry,
    logger,
    healthy: () => !parts.draining && mediaPlane.healthy(),
    sdkFolder: SDK_FOLDER,
    hsts: !certificate.development,
  });
  parts.app = app;
  const passcode = await openDemo(app, config, { folder, credentials, httpPort: listeners.httpPort });
  await app.ready();
  const gateway = createGateway(config, {
    store,
    tokens,
    registry,
    limits,
    logger,
    onRefused: (sessionId, code) => webhooks.refused(sessionId, code),
  });
  parts.gateway = gateway;
  gateway.attach(listeners.http);
  gateway.attach(listeners.https);
  listeners.serve(app.routing);
  const { httpPort, httpsPort } = listeners;
  return { httpPort, httpsPort, developmentCertificate: certificate.development, credentials, passcode };
}

function toDatabasePlace({ databaseUrl }: Config, folder: DataFolder): DatabasePlace {
  return databaseUrl === undefined ? { file: folder.file('conclave.db') } : { url: databaseUrl };
}

function openMediaPlane(config: Config, logger: Logger): Promise<MediaPlane> {
  const anyPort = config.mediaPorts.min === 0;
  return createMediaPlane({
    listenIps: config.mediaIps.length > 0 ? config.mediaIps : findMediaAddresses(),
    ports: anyPort ? undefined : config.mediaPorts,
    workers: config.mediaWorkers || availableParallelism(),
    logger,
  }).catch((error) => {
    throw new MediaStartError(error);
  });
}

function toLimits(config: Config): Limits {
  return {
    ...DEFAULT_LIMITS,
    connectionsPerSession: config.maxConnections,
    connectionsPerProject: config.maxProjectConnections,
    streamsPerSession: config.maxStreams,
    requestsPerSecond: config.messageRate,
    signalBurst: 2 * config.signalRate,
    signalsPerSecond: config.signalRate,
    signalDeliveriesPerSecond: config.signalDeliveries,
  };
}

function createGateway(
  config: Config,
  { store, ...deps }: Pick<GatewayDeps, 'tokens' | 'registry' | 'limits' | 'logger' | 'onRefused'> & { store: Store },
): Gateway {
  return new Gateway({
    ...deps,
    sessions: store.sessions,
    zone: config.zone,
    iceServers: config.iceServers,
    ...(config.allowedOrigins.length > 0 && { origins: config.allowedOrigins }),
  });
}

function createWebhooks(
  config: Config,
  { store, registry, logger }: { store: Store; registry: SessionRegistry; logger: Logger },
): Webhooks {
  return new Webhooks({
    ...store,
    logger,
    projectOf: (sessionId) => findProjectId(sessionId) ?? '',
    countReceivedBytes: async (sessionId, streamId) => (await registry.find(sessionId))?.countReceivedBytes(streamId),
    configured: toConfiguredCallbacks(config),
    allowPrivate: config.callbackPrivate === 'on',
    mostWaiting: config.callbackBacklog,
  });
}

/** Mounts the demo when it is wanted and returns its passcode. */
async function openDemo(
  app: FastifyInstance,
  config: Config,
  own: { folder: DataFolder; credentials: Credentials; httpPort: number },
): Promise<string | undefined> {
  if (config.demo === 'off' || (config.demo === 'auto' && !hasDemo())) return undefined;
  const passcode = loadPasscode(own.folder);
  await mountDemo(app, {
    apiUrl: `http://127.0.0.1:${own.httpPort}`,
    project: own.credentials.project,
    passcode,
    dataDir: own.folder.path,
  });
  return passcode;
}

/** Ends what runs, from the doors inwards. */
async function closeParts(parts: Parts): Promise<void> {
  parts.draining = true;
  await parts.gateway?.drain();
  await Promise.all([parts.gateway?.close(), parts.listeners?.close(CLOSE_GRACE_MS)]);
  await parts.app?.close();
  await parts.webhooks?.close();
  await parts.mediaPlane?.close();
  await parts.store?.close();
}
