import { setTimeout } from 'node:timers/promises';
import type { MediaFigures, WorkerFigures } from '../ports.ts';
import { sumTraffic } from './traffic.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { MediaWorker } from './workers.ts';

/** How long the workers have for their answers: one that hangs must not make whoever asks hang too. */
const PATIENCE_MS = 1_000;

/** Asks all workers of a pool what they have to do, and their transports what they carry. */
export async function measurePool(pool: WorkerPool): Promise<MediaFigures> {
  await askAll(pool, (worker) => worker.measure());
  return {
    workers: toFigures(pool),
    workerDeaths: pool.deaths,
    traffic: sumTraffic([...pool.workers.values()].map(({ traffic }) => traffic)),
  };
}

/** Asks all workers of a pool what they have to do. */
export async function measureWorkers(pool: WorkerPool): Promise<WorkerFigures[]> {
  await askAll(pool, (worker) => worker.measureUsage());
  return toFigures(pool);
}

async function askAll({ workers }: WorkerPool, ask: (worker: MediaWorker) => Promise<unknown>): Promise<void> {
  const asked = [...workers.values()].map(ask);
  const patience = new AbortController();
  await Promise.race([
    Promise.all(asked),
    setTimeout(PATIENCE_MS, undefined, { ref: false, signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}

function toFigures({ workers }: WorkerPool): WorkerFigures[] {
  return [...workers].map(([place, { figures }]) => ({ place, ...figures })).sort((a, b) => a.place - b.place);
}
