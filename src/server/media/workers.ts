import { createWorker, type types } from 'mediasoup';
import type { Logger, WorkerFigures } from '../ports.ts';
import { readMemoryBytes } from './memory.ts';
import { SuiteLog } from './suites.ts';
import { Traffic } from './traffic.ts';
import { readWorkerLog, WORKER_LOG_SETTINGS } from './worker-log.ts';

/** Where a worker listens; the announced address is what clients are told (behind NAT), else the address itself. */
export interface ListenAddress {
  readonly ip: string;
  readonly announcedAddress?: string;
}

/** Where the media plane listens: every worker takes one UDP and one TCP port of the range on each address. */
export interface ListenOptions {
  readonly listenIps: readonly ListenAddress[];
  /** Absent: any free port. */
  readonly ports: { readonly min: number; readonly max: number } | undefined;
}

/** One worker process with its server socket and what we know of its handshakes and its load. */
export class MediaWorker {
  readonly suites = new SuiteLog();
  readonly traffic = new Traffic();
  readonly webRtcServer: types.WebRtcServer;
  readonly #worker: types.Worker;
  readonly #stopReading: () => void;
  #rooms = 0;
  #transports = 0;
  #usage: Pick<WorkerFigures, 'cpuSeconds' | 'memoryBytes'> = { cpuSeconds: 0, memoryBytes: 0 };
  #measuring: Promise<unknown> | undefined;
  #measuringUsage: Promise<void> | undefined;

  constructor(worker: types.Worker, webRtcServer: types.WebRtcServer, logger: Logger) {
    this.#worker = worker;
    this.webRtcServer = webRtcServer;
    this.#stopReading = readWorkerLog(worker.pid, {
      suite: (name) => this.suites.chosen(name),
      error: (text) => logger.error({ pid: worker.pid }, `media worker: ${text}`),
    });
    webRtcServer.observer.on('webrtctransporthandled', () => {
      this.#transports += 1;
    });
    webRtcServer.observer.on('webrtctransportunhandled', () => {
      this.#transports -= 1;
    });
  }

  /** Process id. */
  get pid(): number {
    return this.#worker.pid;
  }

  /** Rooms it carries now. */
  get rooms(): number {
    return this.#rooms;
  }

  /** What it has to do, as it was when it was last asked. */
  get figures(): Omit<WorkerFigures, 'place'> {
    return {
      rooms: this.#rooms,
      transports: this.#transports,
      ...this.#usage,
    };
  }

  /** Whether the process is gone or going. */
  get closed(): boolean {
    return this.#worker.closed;
  }

  /** Calls `listener` when the process dies by itself. */
  onDeath(listener: () => void): void {
    this.#worker.on('died', listener);
  }

  /** A router of its own for one room, counted as load until it closes. */
  async createRouter(mediaCodecs: types.RouterRtpCodecCapability[]): Promise<types.Router> {
    this.#rooms += 1;
    try {
      const router = await this.#worker.createRouter({ mediaCodecs });
      router.observer.once('close', () => {
        this.#rooms -= 1;
      });
      return router;
    } catch (error) {
      this.#rooms -= 1;
      throw error;
    }
  }

  /** Asks it what it has to do, and its transports what they carry. While it owes an answer it is not asked again. */
  measure(): Promise<unknown> {
    this.#measuring ??= Promise.all([this.measureUsage(), this.traffic.ask()]).finally(() => {
      this.#measuring = undefined;
    });
    return this.#measuring;
  }

  /** Asks it what it has to do and nothing of its transports, which costs next to nothing. While it owes an answer it is not asked again. */
  measureUsage(): Promise<void> {
    this.#measuringUsage ??= this.#measureUsage().finally(() => {
      this.#measuringUsage = undefined;
    });
    return this.#measuringUsage;
  }

  async #measureUsage(): Promise<void> {
    const [usage, memoryBytes] = await Promise.all([
      // A worker that dies meanwhile has nothing to say.
      this.#worker.getResourceUsage().catch(() => undefined),
      readMemoryBytes(this.pid),
    ]);
    if (usage === undefined) return;
    // The system's peak counts what the process was before it became a worker, too: the memory it has now is the better number.
    const { ru_utime, ru_stime, ru_maxrss } = usage;
    this.#usage = { cpuSeconds: (ru_utime + ru_stime) / 1000, memoryBytes: memoryBytes ?? ru_maxrss * 1024 };
  }

  /** Ends the process. Idempotent. */
  close(): void {
    this.#stopReading();
    this.#worker.close();
  }
}

/** Starts one worker process and its server sockets; rejects when a socket cannot be opened. */
export async function startWorker({ listenIps, ports }: ListenOptions, logger: Logger): Promise<MediaWorker> {
  const worker = await createWorker(WORKER_LOG_SETTINGS);
  try {
    const webRtcServer = await worker.createWebRtcServer({
      listenInfos: listenIps.flatMap(({ ip, announcedAddress }) =>
        (['udp', 'tcp'] as const).map((protocol) => ({
          protocol,
          ip,
          ...(announcedAddress !== undefined && { announcedAddress }),
          ...(ports !== undefined && { portRange: { min: ports.min, max: ports.max } }),
        })),
      ),
    });
    return new MediaWorker(worker, webRtcServer, logger);
  } catch (error) {
    worker.close();
    throw error;
  }
}
