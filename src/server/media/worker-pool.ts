import { createDeferred } from '../../base/deferred.ts';
import type { Logger } from '../ports.ts';
import { type ListenOptions, type MediaWorker, startWorker } from './workers.ts';

const RESTART_DELAY_MS = 250;
const RESTART_DELAY_MAX_MS = 10_000;

/** What a pool needs. */
export interface WorkerPoolDeps extends ListenOptions {
  /** Worker processes to keep running. */
  readonly size: number;
  readonly logger: Logger;
}

/** Keeps a number of worker processes running and replaces the dead. */
export class WorkerPool {
  readonly #deps: WorkerPoolDeps;
  /** By place. */
  readonly #workers = new Map<number, MediaWorker>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #waiting = new Set<() => void>();
  #deaths = 0;
  #closed = false;

  constructor(deps: WorkerPoolDeps) {
    this.#deps = deps;
  }

  /** Starts all workers; rejects, with none left, when one cannot start. */
  async open(): Promise<void> {
    try {
      await Promise.all(Array.from({ length: this.#deps.size }, (_, place) => this.#start(place)));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Workers that are up, by their places from 0; whoever replaces one has the same. */
  get workers(): ReadonlyMap<number, MediaWorker> {
    return this.#workers;
  }

  /** Workers that died by themselves. */
  get deaths(): number {
    return this.#deaths;
  }

  /** The worker with the fewest rooms; undefined when none is up. */
  leastLoaded(): MediaWorker | undefined {
    let best: MediaWorker | undefined;
    for (const worker of this.#workers.values()) {
      if (!worker.closed && (best === undefined || worker.rooms < best.rooms)) best = worker;
    }
    return best;
  }

  /** The worker with the fewest rooms, waiting up to `patienceMs` for one while none is up. */
  async takeLeastLoaded(patienceMs: number): Promise<MediaWorker | undefined> {
    const worker = this.leastLoaded();
    if (worker !== undefined || this.#closed) return worker;
    const { promise, resolve } = createDeferred<void>();
    const timer = setTimeout(resolve, patienceMs);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
    return this.leastLoaded();
  }

  /** Ends every worker. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#wake();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const worker of this.#workers.values()) worker.close();
    this.#workers.clear();
  }

  async #start(place: number): Promise<void> {
    const worker = await startWorker(this.#deps, this.#deps.logger);
    if (this.#closed) {
      worker.close();
      return;
    }
    this.#workers.set(place, worker);
    worker.onDeath(() => this.#replace(place, worker));
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  #replace(place: number, dead: MediaWorker): void {
    this.#deaths += 1;
    this.#workers.delete(place);
    dead.close();
    this.#deps.logger.error({ pid: dead.pid }, 'a media worker died; starting another');
    this.#restart(place, RESTART_DELAY_MS);
  }

  /** The first attempt is immediate; later ones wait, so that a machine that cannot start workers is not kept busy. */
  #restart(place: number, nextDelayMs: number): void {
    if (this.#closed) return;
    this.#start(place).catch((error: unknown) => {
      this.#deps.logger.error({ err: error }, 'a media worker could not be started; trying again');
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#restart(place, Math.min(nextDelayMs * 2, RESTART_DELAY_MAX_MS));
      }, nextDelayMs);
      this.#timers.add(timer);
    });
  }
}
