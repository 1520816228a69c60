/** Between two readings, in milliseconds. */
const INTERVAL_MS = 50;

/** Reads how loud something is as long as somebody wants to know. */
export class LevelPoll {
  readonly #read: () => number | undefined;
  readonly #tell: (level: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `read` gives 0 to 1, or undefined while nothing is known, which is not told. */
  constructor(deps: { read: () => number | undefined; tell: (level: number) => void }) {
    this.#read = deps.read;
    this.#tell = deps.tell;
  }

  /** Starts or stops reading. Idempotent. */
  setWanted(wanted: boolean): void {
    if (wanted === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = wanted ? setInterval(() => this.#tick(), INTERVAL_MS) : undefined;
  }

  #tick(): void {
    const level = this.#read();
    if (level !== undefined) this.#tell(level);
  }
}
