import { createWorker, type types } from 'mediasoup';
import type { Logger } from '../ports.ts';
import { SuiteLog } from './suites.ts';
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

/** One worker process with its server socket and what we know of its handshakes. */
export class MediaWorker {
  readonly suites = new SuiteLog();
  readonly webRtcServer: types.WebRtcServer;
  readonly #worker: types.Worker;
  readonly #stopReading: () => void;
  #rooms = 0;

  constructor(worker: types.Worker, webRtcServer: types.WebRtcServer, logger: Logger) {
    this.#worker = worker;
    this.webRtcServer = webRtcServer;
    this.#stopReading = readWorkerLog(worker.pid, {
      suite: (name) => this.suites.chosen(name),
      error: (text) => logger.error({ pid: worker.pid }, `media worker: ${text}`),
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
