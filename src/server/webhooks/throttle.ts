/** Time between two tellings about the same thing, in milliseconds. */
const WINDOW_MS = 10_000;
/** Things that are counted at a time; of more, nothing is told until some are over. */
const MOST = 10_000;

/** Counts what happens again and again, and tells it at once and then once in a while. */
export class Throttle {
  readonly #windows = new Map<string, { count: number; tell: (count: number) => void; timer: NodeJS.Timeout }>();

  /** Counts one; `tell` gets how many there were since it was told last. */
  count(key: string, tell: (count: number) => void): void {
    const window = this.#windows.get(key);
    if (window !== undefined) {
      window.count += 1;
      window.tell = tell;
      return;
    }
    if (this.#windows.size >= MOST) return;
    this.#open(key, tell);
    tell(1);
  }

  /** Forgets everything. Idempotent. */
  close(): void {
    for (const { timer } of this.#windows.values()) clearTimeout(timer);
    this.#windows.clear();
  }

  #open(key: string, tell: (count: number) => void): void {
    const timer = setTimeout(() => {
      const { count = 0, tell: tellLast = tell } = this.#windows.get(key) ?? {};
      this.#windows.delete(key);
      if (count === 0) return;
      this.#open(key, tellLast);
      tellLast(count);
    }, WINDOW_MS);
    timer.unref();
    this.#windows.set(key, { count: 0, tell, timer });
  }
}
