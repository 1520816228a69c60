/** Rates are taken over at least this long where the readings allow it, so that reading often does not make them jump. */
const WINDOW_MS = 1000;

/** What has been counted up to a moment. */
export interface Totals {
  /** Milliseconds, on any clock that all readings share. */
  readonly atMs: number;
}

/** Keeps what was counted a moment ago, for what is counted now to be compared with. */
export class Window<Counted extends Totals> {
  #older: Counted;
  #newer: Counted;

  constructor(first: Counted) {
    this.#older = first;
    this.#newer = first;
  }

  /** What was counted one or two windows before `now`, or as long ago as anything is known. */
  slide(now: Counted): Counted {
    const before = this.#older;
    if (now.atMs - this.#newer.atMs >= WINDOW_MS) {
      this.#older = this.#newer;
      this.#newer = now;
    }
    return before;
  }
}
