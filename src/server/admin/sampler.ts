import type { Sample, Totals, WorkerLoad } from '../../protocol/operator.ts';
import type { Logger, MediaPlane, WorkerFigures } from '../ports.ts';
import { takeCensus } from '../sessions/census.ts';
import type { Session } from '../sessions/session.ts';

/** What the sampler needs. */
export interface SamplerDeps {
  /** The open sessions. */
  readonly listSessions: () => readonly Session[];
  readonly mediaPlane: Pick<MediaPlane, 'measureWorkers'>;
  readonly logger: Logger;
  readonly now: () => number;
  readonly everyMs: number;
  /** Samples that are kept; the oldest goes. */
  readonly kept: number;
}

/** Counts through the server from time to time and keeps what it counted, so that no request has to. */
export class Sampler {
  readonly #deps: SamplerDeps;
  readonly #samples: Sample[] = [];
  #workers: readonly WorkerLoad[] = [];
  /** By the worker's place. */
  #usage = new Map<number, { cpuSeconds: number; at: number }>();
  #measuring = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: SamplerDeps) {
    this.#deps = deps;
  }

  /** The workers as they were when they were looked at last. */
  get workers(): readonly WorkerLoad[] {
    return this.#workers;
  }

  /** Begins, with a first sample at once. */
  open(): void {
    this.#take();
    this.#timer = setInterval(() => this.#take(), this.#deps.everyMs).unref();
  }

  /** The totals now. */
  count(): Totals {
    const { streams, tracks: _, ...counts } = takeCensus(this.#deps.listSessions());
    return { ...counts, streams: Object.values(streams).reduce((sum, each) => sum + each, 0) };
  }

  /** The samples taken later than `since`, oldest first. */
  after(since: number): Sample[] {
    const first = this.#samples.findIndex(({ at }) => at > since);
    return first < 0 ? [] : this.#samples.slice(first);
  }

  /** Ends. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
  }

  #take(): void {
    this.#samples.push({ at: this.#deps.now(), ...this.count() });
    if (this.#samples.length > this.#deps.kept) this.#samples.shift();
    // A worker that does not answer is asked no second time meanwhile.
    if (this.#measuring) return;
    this.#measuring = true;
    this.#measureWorkers()
      .catch((error: unknown) => this.#deps.logger.warn({ err: error }, 'the media workers could not be measured'))
      .finally(() => {
        this.#measuring = false;
      });
  }

  async #measureWorkers(): Promise<void> {
    const workers = await this.#deps.mediaPlane.measureWorkers();
    const at = this.#deps.now();
    this.#workers = workers.map((worker) => this.#toLoad(worker, at));
    this.#usage = new Map(workers.map(({ place, cpuSeconds }) => [place, { cpuSeconds, at }]));
  }

  #toLoad({ place, rooms, cpuSeconds, memoryBytes }: WorkerFigures, at: number): WorkerLoad {
    const last = this.#usage.get(place);
    const elapsedS = (at - (last?.at ?? at)) / 1000;
    return {
      place,
      sessions: rooms,
      ...(last !== undefined && elapsedS > 0 && { cpuShare: Math.max(0, cpuSeconds - last.cpuSeconds) / elapsedS }),
      memoryBytes,
    };
  }
}
