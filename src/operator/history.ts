import type { Overview, Sample } from '../protocol/operator.ts';

/** The server's own clock is compared with what it said before; it cannot have started anew within this time. */
const SAME_START_MS = 5000;

/** What the page knows of the past: the server's samples, asked for only once each. */
export class SampleHistory {
  #samples: Sample[] = [];
  #startedAt = 0;

  /** Time of the last sample that is known, in ms; 0: none is. */
  get lastAt(): number {
    return this.#samples.at(-1)?.at ?? 0;
  }

  /** Takes what the server told; false when it has started anew and its samples have to be asked for again. */
  take({ server, samples }: Pick<Overview, 'server' | 'samples'>): boolean {
    const fresh = Math.abs(server.startedAt - this.#startedAt) > SAME_START_MS;
    const complete = !fresh || this.#startedAt === 0;
    this.#startedAt = server.startedAt;
    if (!complete) {
      this.#samples = [];
      return false;
    }
    const known = this.lastAt;
    this.#samples.push(...samples.filter(({ at }) => at > known));
    return true;
  }

  /** The samples from a time on, with the one before it, so that a line begins at the edge; what is older than `keptFrom` goes. */
  from(at: number, keptFrom: number): Sample[] {
    this.#samples = this.#samples.filter((sample) => sample.at >= keptFrom);
    const first = this.#samples.findIndex((sample) => sample.at >= at);
    return first < 0 ? this.#samples.slice(-1) : this.#samples.slice(Math.max(0, first - 1));
  }
}
