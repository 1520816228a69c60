import type { Logger } from 'pino';
import { toConfiguredCallbacks } from './config/configured-callbacks.ts';
import type { Config } from './config/schema.ts';
import type { AuditLog } from './logging/audit-log.ts';
import { Measurements } from './metrics/measurements.ts';
import { Prometheus } from './metrics/prometheus.ts';
import type { Meters, Watch } from './observations.ts';
import type { MediaPlane, TokenVerifier } from './ports.ts';
import { takeCensus } from './sessions/census.ts';
import { DEFAULT_LIMITS, type Limits } from './sessions/limits.ts';
import { SessionRegistry } from './sessions/registry.ts';
import type { Store } from './store-ports.ts';
import { findProjectId } from './tokens/session-id.ts';
import { createTokenVerifier } from './tokens/verifier.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** What is below both doors: the sessions, who may come in, and who is told of what happens. */
export interface Domain {
  readonly limits: Limits;
  readonly tokens: TokenVerifier;
  readonly registry: SessionRegistry;
  readonly webhooks: Webhooks;
  readonly watch: Watch;
  /** Absent where there are no metrics. */
  readonly prometheus: Prometheus | undefined;
}

/** What the domain is built on. */
export interface DomainDeps {
  readonly store: Store;
  readonly mediaPlane: MediaPlane;
  readonly auditLog: AuditLog;
  readonly logger: Logger;
}

/** Builds the domain and joins its parts; nothing is started. */
export function createDomain(config: Config, { store, mediaPlane, auditLog, logger }: DomainDeps): Domain {
  const limits = toLimits(config);
  const tokens = createTokenVerifier({ ...store, maxLifetimeS: config.tokenMaxHours * 3600 });
  const registry = new SessionRegistry({ mediaPlane, limits, logger });
  const webhooks = createWebhooks(config, { store, registry, logger });
  const { watch, prometheus } = openWatch(config, { registry, mediaPlane, auditLog });
  if (prometheus !== undefined) meterWebhooks(webhooks, prometheus);
  return { limits, tokens, registry, webhooks, watch, prometheus };
}

function toLimits(config: Config): Limits {
  return {
    ...DEFAULT_LIMITS,
    connectionsPerSession: config.maxConnections,
    connectionsPerProject: config.maxProjectConnections,
    streamsPerSession: config.maxStreams,
    socketsPerAddress: config.socketsPerAddress,
    newcomersPerAddress: config.newcomersPerAddress,
    requestsPerSecond: config.messageRate,
    signalBurst: 2 * config.signalRate,
    signalsPerSecond: config.signalRate,
    signalDeliveriesPerSecond: config.signalDeliveries,
  };
}

/** What is to be told to back ends begins with what was left over when a server ended. */
function createWebhooks(
  config: Config,
  { store, registry, logger }: { store: Store; registry: SessionRegistry; logger: Logger },
): Webhooks {
  const webhooks = new Webhooks({
    ...store,
    logger,
    projectOf: (sessionId) => findProjectId(sessionId) ?? '',
    countReceivedBytes: async (sessionId, streamId) => (await registry.find(sessionId))?.countReceivedBytes(streamId),
    configured: toConfiguredCallbacks(config),
    allowPrivate: config.callbackPrivate === 'on',
    mostWaiting: config.callbackBacklog,
  });
  registry.onFact((sessionId, fact) => webhooks.take(sessionId, fact));
  return webhooks;
}

function meterWebhooks(webhooks: Webhooks, meters: Meters): void {
  const add = (name: string, kind: 'gauge' | 'counter', [help, read]: [string, () => number]): void =>
    meters.add({ name: `conclave_callback_${name}`, kind, help, read });
  add('backlog', 'gauge', ['Deliveries that wait for their receivers.', () => webhooks.state.deliveries]);
  add('lag_seconds', 'gauge', ['Age of the oldest delivery that waits.', () => toAgeSeconds(webhooks.state.oldestAt)]);
  add('delivered_total', 'counter', ['Deliveries that were accepted.', () => webhooks.state.delivered]);
  add('failures_total', 'counter', ['Attempts that were not accepted.', () => webhooks.state.failed]);
  add('given_up_total', 'counter', ['Deliveries that were given up.', () => webhooks.state.givenUp]);
}

function toAgeSeconds(at: number | undefined): number {
  return at === undefined ? 0 : Math.max(0, (Date.now() - at) / 1000);
}

/** Whoever is told of what happens: the measurements, their form for Prometheus when it is wanted, and the record. */
function openWatch(
  config: Config,
  parts: { registry: SessionRegistry; mediaPlane: MediaPlane; auditLog: AuditLog },
): { watch: Watch; prometheus: Prometheus | undefined } {
  const { registry, mediaPlane, auditLog } = parts;
  const measurements = new Measurements({
    takeCensus: async () => takeCensus(registry.list()),
    measureMedia: () => mediaPlane.measure(),
  });
  registry.onFact((sessionId, fact) => measurements.onFact(sessionId, fact));
  const prometheus = config.metrics === 'on' ? new Prometheus(measurements) : undefined;
  const observe: Watch['observe'] = (observation) => {
    measurements.onObservation(observation);
    prometheus?.onObservation(observation);
  };
  return { watch: { observe, audit: (entry) => auditLog.record(entry) }, prometheus };
}
