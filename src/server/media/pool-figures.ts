import { setTimeout } from 'node:timers/promises';
import type { MediaFigures } from '../ports.ts';
import { sumTraffic } from './traffic.ts';
import type { WorkerPool } from './worker-pool.ts';

/** How long the workers have for their answers: one that hangs must not make whoever asks hang too. */
const PATIENCE_MS = 1_000;

/** Asks all workers of a pool what they have to do. */
export async function measurePool(pool: WorkerPool): Promise<MediaFigures> {
  const asked = [...pool.workers.values()].map((worker) => worker.measure());
  const patience = new AbortController();
  await Promise.race([
    Promise.all(asked),
    setTimeout(PATIENCE_MS, undefined, { ref: false, signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
  const { workers, deaths } = pool;
  return {
    workers: [...workers].map(([place, { figures }]) => ({ place, ...figures })).sort((a, b) => a.place - b.place),
    workerDeaths: deaths,
    traffic: sumTraffic([...workers.values()].map(({ traffic }) => traffic)),
  };
}
