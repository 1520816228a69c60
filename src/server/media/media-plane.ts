import { draining } from '../errors.ts';
import type { Logger, MediaPlane, MediaRoom, MediaRoomOptions } from '../ports.ts';
import { ROUTER_CODECS } from './codecs.ts';
import { measurePool, measureWorkers } from './pool-figures.ts';
import { Room, type RoomHome } from './room.ts';
import { WorkerPool } from './worker-pool.ts';
import type { ListenAddress } from './workers.ts';

/** How long to wait for a worker while none is up: a dead one is replaced at once. */
const WORKER_PATIENCE_MS = 5_000;

/** How the media plane is set up. */
export interface MediaPlaneOptions {
  /** Addresses to listen on; the announced address is what clients are told, else the address itself. */
  readonly listenIps: readonly ListenAddress[];
  /** Ports each worker takes one UDP and one TCP port from, per address; undefined: any free ones. */
  readonly ports: { readonly min: number; readonly max: number } | undefined;
  /** Worker processes; one per processor core uses the machine fully. */
  readonly workers: number;
  readonly logger: Logger;
}

/** Starts the media workers; rejects, leaving none behind, when one cannot start or listen. */
export async function createMediaPlane({ listenIps, ports, workers, logger }: MediaPlaneOptions): Promise<MediaPlane> {
  const pool = new WorkerPool({ listenIps, ports, size: workers, logger });
  await pool.open();
  const findHome = async (): Promise<RoomHome> => {
    const worker = await pool.takeLeastLoaded(WORKER_PATIENCE_MS);
    if (worker === undefined) throw draining('No media worker is up; try again in a moment.');
    return { router: await worker.createRouter(ROUTER_CODECS), worker };
  };
  return {
    async openRoom(options: MediaRoomOptions): Promise<MediaRoom> {
      return new Room({ ...options, home: await findHome(), findHome, logger });
    },
    healthy: () => pool.leastLoaded() !== undefined,
    measure: () => measurePool(pool),
    measureWorkers: () => measureWorkers(pool),
    async close() {
      pool.close();
    },
  };
}
