import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionId } from '../../src/base/ids.ts';
import type { Handshake } from '../../src/protocol/handshake.ts';
import type { Role } from '../../src/protocol/model.ts';
import { Gateway } from '../../src/server/gateway/gateway.ts';
import { createMediaPlane } from '../../src/server/media/media-plane.ts';
import { UNWATCHED, type Watch } from '../../src/server/observations.ts';
import type { Logger, MediaPlane } from '../../src/server/ports.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/server/sessions/limits.ts';
import { SessionRegistry } from '../../src/server/sessions/registry.ts';
import { openStore } from '../../src/server/store/store.ts';
import type { SessionRecord } from '../../src/server/store-ports.ts';
import { createSessionId } from '../../src/server/tokens/session-id.ts';
import { createTokenVerifier } from '../../src/server/tokens/verifier.ts';
import { joinRaw, type RawClient } from './raw-client.ts';
import { signClientJwt } from './tokens.ts';

/** How a host is opened. */
export interface GatewayHostOptions {
  readonly limits?: Partial<Limits>;
  readonly workers?: number;
  readonly trustedProxies?: readonly string[];
  readonly watch?: Watch;
}

/** One line of the log. */
export interface LogLine {
  readonly level: keyof Logger;
  readonly fields: object;
  readonly message: string;
}

/** How a raw client joins. */
export type JoinOptions = Partial<Pick<Handshake, 'connectionEvents' | 'anticipate' | 'resume'>> & {
  readonly role?: Role;
  readonly data?: string;
};

/** The signaling and media of a server in this process: real workers, real socket.io over HTTP, real store and tokens. */
export class GatewayHost {
  readonly url: string;
  readonly gateway: Gateway;
  readonly registry: SessionRegistry;
  readonly mediaPlane: MediaPlane;
  readonly log: LogLine[];
  /** Process ids of its media workers that run now. */
  readonly workerPids: () => number[];
  readonly #project: { apiKey: string; apiSecret: string };
  readonly #add: (record: SessionRecord) => Promise<void>;
  readonly #close: () => Promise<void>;
  readonly #clients = new Set<RawClient>();

  constructor(parts: {
    url: string;
    gateway: Gateway;
    registry: SessionRegistry;
    mediaPlane: MediaPlane;
    log: LogLine[];
    workerPids: () => number[];
    project: { apiKey: string; apiSecret: string };
    add: (record: SessionRecord) => Promise<void>;
    close: () => Promise<void>;
  }) {
    this.url = parts.url;
    this.gateway = parts.gateway;
    this.registry = parts.registry;
    this.mediaPlane = parts.mediaPlane;
    this.log = parts.log;
    this.workerPids = parts.workerPids;
    this.#project = parts.project;
    this.#add = parts.add;
    this.#close = parts.close;
  }

  /** Makes a session in the store. */
  async createSession(options: Partial<SessionRecord> = {}): Promise<SessionId> {
    const createdAt = Date.now();
    const id = createSessionId(this.#project.apiKey, 'routed', createdAt);
    const record = {
      id,
      projectId: this.#project.apiKey,
      createdAt,
      mediaMode: 'routed',
      archiveMode: 'manual',
    } as const;
    await this.#add({ ...record, e2ee: false, ...options });
    return id;
  }

  /** What a client sends to join a session. */
  handshake(
    sessionId: SessionId,
    { role = 'publisher', data = '', ...options }: JoinOptions = {},
  ): Omit<Handshake, 'protocol'> {
    const token = signClientJwt(this.#project, sessionId, { role, connection_data: data });
    return { apiKey: this.#project.apiKey, sessionId, token, ...options };
  }

  /** Joins a session as a raw client, which is cut off when the host closes. */
  async join(sessionId: SessionId, options: JoinOptions = {}): Promise<RawClient> {
    const client = await joinRaw(this.url, this.handshake(sessionId, options));
    this.#clients.add(client);
    return client;
  }

  /** Comes back with the ticket of a client that was here, as another socket of the same connection. */
  resume(sessionId: SessionId, client: RawClient, options: JoinOptions = {}): Promise<RawClient> {
    const resume = { connectionId: client.id, ticket: client.welcome.ticket, after: client.lastSequence };
    return this.join(sessionId, { resume, ...options });
  }

  /** Like {@link join}, with its transports completed. */
  async joinReady(sessionId: SessionId, options: JoinOptions = {}): Promise<RawClient> {
    const client = await this.join(sessionId, options);
    await client.connectTransports();
    return client;
  }

  /** Ends everything. */
  async close(): Promise<void> {
    for (const client of this.#clients) client.leave();
    await this.#close();
  }
}

/** Opens a {@link GatewayHost} on a free loopback port. */
export async function openGatewayHost({
  limits = {},
  workers = 1,
  trustedProxies = [],
  watch = UNWATCHED,
}: GatewayHostOptions = {}): Promise<GatewayHost> {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-gateway-'));
  const project = { apiKey: '4711', apiSecret: randomBytes(20).toString('hex') };
  const store = await openStore({
    database: { file: join(folder, 'conclave.db') },
    masterKey: randomBytes(32).toString('hex'),
    configured: [project],
  });
  const log: LogLine[] = [];
  const logger = createRecordingLogger(log);
  const before = findWorkers();
  const mediaPlane = await createMediaPlane({ listenIps: [{ ip: '127.0.0.1' }], ports: undefined, workers, logger });
  const allLimits = { ...DEFAULT_LIMITS, ...limits };
  const registry = new SessionRegistry({ mediaPlane, limits: allLimits, logger });
  const tokens = createTokenVerifier({ ...store, maxLifetimeS: 86_400 });
  const gateway = new Gateway({
    ...store,
    registry,
    tokens,
    limits: allLimits,
    iceServers: [],
    trustedProxies,
    logger,
    watch,
  });
  const http = createServer((_request, response) => response.writeHead(404).end());
  gateway.attach(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return new GatewayHost({
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    gateway,
    registry,
    mediaPlane,
    workerPids: () => findWorkers().filter((pid) => !before.includes(pid)),
    log,
    project,
    add: (record) => store.sessions.add(record),
    close: async () => {
      await gateway.close();
      await new Promise((resolve) => http.close(resolve));
      await mediaPlane.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  });
}

/** Media workers that this process has started. */
function findWorkers(): number[] {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return listed.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(\S+)/.exec(line) ?? [];
    return pid !== undefined && command?.endsWith('mediasoup-worker') ? [Number(pid)] : [];
  });
}

function createRecordingLogger(log: LogLine[]): Logger {
  const write = (level: keyof Logger) => (fields: object, message: string) => {
    log.push({ level, fields, message });
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
