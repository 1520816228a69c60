import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { mountAdmin } from './admin/admin.ts';
import { type Certificate, loadCertificate } from './config/certificate.ts';
import { CertificateWatch } from './config/certificate-watch.ts';
import { type Credentials, loadAdminPassphrase, loadCredentials, loadPasscode } from './config/credentials.ts';
import { type DataFolder, openDataFolder } from './config/data-folder.ts';
import { findMediaAddresses } from './config/media-addresses.ts';
import type { Config } from './config/schema.ts';
import { openConfiguredStore } from './configured-store.ts';
import { hasDemo, mountDemo } from './demo.ts';
import { createDomain, type Domain } from './domain.ts';
import { Gateway } from './gateway/gateway.ts';
import { createApp } from './http/app.ts';
import { Listeners } from './http/listeners.ts';
import { type AuditLog, openAuditLog } from './logging/audit-log.ts';
import { createMediaPlane } from './media/media-plane.ts';
import type { MediaPlane } from './ports.ts';
import { waitUntilEmpty } from './sessions/drain.ts';
import { AuditLogError, MediaStartError } from './start-failure.ts';
import type { Store } from './store-ports.ts';

const SDK_FOLDER = fileURLToPath(new URL('../../dist', import.meta.url));

/** How long requests that are under way may take after the server was told to stop, in milliseconds. */
const CLOSE_GRACE_MS = 1500;

/** A running server and what people have to know to use it. */
export interface Server {
  /** Where plain HTTP is served beside the loopback addresses. */
  readonly httpHost: string | undefined;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly developmentCertificate: boolean;
  readonly credentials: Credentials;
  /** Present when the demo is served. */
  readonly passcode: string | undefined;
  /** Where the passphrase of the operator's page is; undefined when the page is off. */
  readonly adminKeptIn: string | undefined;
  /** Reads the configured certificate anew, and goes on in new files where files of the log were moved away. */
  reload(): Promise<void>;
  /** Refuses newcomers, and lets calls go on until all have ended, the configured time is over, or the server is closed. */
  drain(): Promise<void>;
  /** Refuses newcomers, tells clients, ends what runs, writes everything down. Idempotent. */
  close(): Promise<void>;
}

/** What people have to know to use a server. */
export type ServerFacts = Omit<Server, 'reload' | 'drain' | 'close'>;

/** What has to be ended, in the order it is built. */
interface Parts {
  auditLog?: AuditLog;
  listeners?: Listeners;
  certificateWatch?: CertificateWatch | undefined;
  store?: Store;
  mediaPlane?: MediaPlane;
  domain?: Domain;
  gateway?: Gateway;
  app?: FastifyInstance;
  draining: boolean;
  readonly closing: AbortController;
}

/** What the operator's page shows. */
interface AdminParts {
  readonly folder: DataFolder;
  readonly store: Store;
  readonly mediaPlane: MediaPlane;
  readonly domain: Domain;
  readonly parts: Parts;
}

/** Builds every part once and starts it; what was started is ended when a later part fails. */
export async function openServer(config: Config, logger: Logger): Promise<Server> {
  const parts: Parts = { draining: false, closing: new AbortController() };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= closeParts(parts);
    return closed;
  };
  const drain = (): Promise<void> => drainParts(parts, config.drainSeconds * 1000);
  const reload = async (): Promise<void> => {
    if (parts.certificateWatch === undefined) logger.info({}, 'there is no configured certificate to read anew');
    parts.auditLog?.reopen();
    await parts.certificateWatch?.reload();
  };
  try {
    const started = await startParts(parts, config, logger);
    return { ...started, reload, drain, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(parts: Parts, config: Config, logger: Logger): Promise<ServerFacts> {
  const auditLog = createAuditLog(config, logger);
  parts.auditLog = auditLog;
  const folder = openDataFolder(config.dataDir);
  const credentials = loadCredentials(config, folder);
  const certificate = await loadCertificate(config, folder);
  const listeners = new Listeners({ certificate });
  parts.listeners = listeners;
  await listeners.open(config);
  parts.certificateWatch = await watchCertificate(config, logger, (renewed) => listeners.renew(renewed));
  warnOfPlainHttp(config, logger);
  const store = await openConfiguredStore(config, folder, [credentials.project, ...config.projects]);
  parts.store = store;
  const mediaPlane = await openMediaPlane(config, logger);
  parts.mediaPlane = mediaPlane;
  const domain = createDomain(config, { store, mediaPlane, auditLog, logger });
  parts.domain = domain;
  await domain.webhooks.open();
  const app = await createApp({
    ...config,
    ...store,
    ...domain,
    onCallbacksChanged: () => domain.webhooks.refresh(),
    logger,
    metricsText: domain.prometheus,
    healthy: () => !parts.draining && mediaPlane.healthy(),
    sdkFolder: SDK_FOLDER,
    hsts: !certificate.development,
  });
  parts.app = app;
  const passcode = await openDemo(app, config, { folder, credentials, httpPort: listeners.httpPort });
  const adminKeptIn = await openAdmin(app, config, { folder, store, mediaPlane, domain, parts });
  await app.ready();
  const gateway = createGateway(config, { store, domain, logger });
  parts.gateway = gateway;
  for (const door of [listeners.http, listeners.https]) gateway.attach(door);
  listeners.serve(app.routing);
  const { httpPort, httpsPort } = listeners;
  const { httpHost } = config;
  const { development: developmentCertificate } = certificate;
  return { httpHost, httpPort, httpsPort, developmentCertificate, credentials, passcode, adminKeptIn };
}

async function watchCertificate(
  { tlsCert: certFile, tlsKey: keyFile }: Config,
  logger: Logger,
  renew: (certificate: Certificate) => void,
): Promise<CertificateWatch | undefined> {
  if (certFile === undefined || keyFile === undefined) return undefined;
  const watch = new CertificateWatch({ certFile, keyFile, renew, logger });
  await watch.open();
  return watch;
}

function warnOfPlainHttp({ httpHost, trustedProxies }: Config, logger: Logger): void {
  if (httpHost === undefined) return;
  logger.warn({}, 'plain HTTP is served beyond this machine: let nobody but a TLS proxy reach it');
  if (trustedProxies.length > 0) return;
  logger.warn({}, 'no proxy is trusted (CONCLAVE_TRUSTED_PROXIES): behind one, all clients count as one address');
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

function createAuditLog({ auditLog: file }: Config, logger: Logger): AuditLog {
  try {
    return openAuditLog({ file, logger });
  } catch (error) {
    throw new AuditLogError(error);
  }
}

function createGateway(
  config: Config,
  { store, domain, logger }: { store: Store; domain: Domain; logger: Logger },
): Gateway {
  return new Gateway({
    ...domain,
    logger,
    onRefused: (sessionId, code) => domain.webhooks.refused(sessionId, code),
    sessions: store.sessions,
    zone: config.zone,
    iceServers: config.iceServers,
    trustedProxies: config.trustedProxies,
    ...(config.allowedOrigins.length > 0 && { origins: config.allowedOrigins }),
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

/** Mounts the operator's page when it is wanted and returns where its passphrase is kept. */
async function openAdmin(
  app: FastifyInstance,
  config: Config,
  { folder, store, mediaPlane, domain, parts }: AdminParts,
): Promise<string | undefined> {
  if (config.admin === 'off') return undefined;
  const { passphrase, keptIn } = loadAdminPassphrase(config, folder);
  const { registry, tokens, watch } = domain;
  await mountAdmin(app, {
    ...store,
    registry,
    tokens,
    watch,
    mediaPlane,
    passphrase,
    logger: app.log,
    pageFolder: join(SDK_FOLDER, 'admin'),
    version: readVersion(),
    callbackState: () => domain.webhooks.state,
    status: () => (parts.draining ? 'draining' : mediaPlane.healthy() ? 'healthy' : 'unavailable'),
  });
  return keptIn;
}

function readVersion(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;
}

async function drainParts(parts: Parts, forMs: number): Promise<void> {
  // From now on a load balancer that asks for the health is sent away.
  parts.draining = true;
  const registry = parts.domain?.registry;
  await registry?.beginDrain(Date.now() + forMs);
  if (registry !== undefined && forMs > 0) await waitUntilEmpty(registry, { forMs, signal: parts.closing.signal });
}

/** Ends what runs, from the doors inwards. */
async function closeParts(parts: Parts): Promise<void> {
  parts.draining = true;
  parts.closing.abort();
  parts.certificateWatch?.close();
  await parts.gateway?.drain();
  await Promise.all([parts.gateway?.close(), parts.listeners?.close(CLOSE_GRACE_MS)]);
  await parts.app?.close();
  await parts.domain?.webhooks.close();
  parts.domain?.prometheus?.close();
  await parts.mediaPlane?.close();
  await parts.store?.close();
  parts.auditLog?.close();
}
