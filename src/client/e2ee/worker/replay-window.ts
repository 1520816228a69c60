/** How many numbers back a frame may come late: some seconds of all tracks of a sender together. */
const SIZE = 2048;

/** Which counters of one source were seen; everything older than the window counts as seen. */
export class ReplayWindow {
  readonly #seen = new Uint8Array(SIZE);
  #highest = -1;

  /** Whether `ctr` was there before, or is too old to tell. */
  has(ctr: number): boolean {
    if (ctr > this.#highest) return false;
    return ctr <= this.#highest - SIZE || this.#seen[ctr % SIZE] === 1;
  }

  /** Keeps `ctr`, which has to be proved by then; false when it was there before. */
  add(ctr: number): boolean {
    if (this.has(ctr)) return false;
    if (ctr >= this.#highest + SIZE) this.#seen.fill(0);
    else for (let next = this.#highest + 1; next < ctr; next += 1) this.#seen[next % SIZE] = 0;
    this.#highest = Math.max(this.#highest, ctr);
    this.#seen[ctr % SIZE] = 1;
    return true;
  }
}

/** More senders than any session has in the life of a page; beyond it no new one is listened to. */
const MOST_SENDERS = 4096;

/**
 * The windows of all senders there ever were, by what they drew at their start. They outlive keys, subscriptions and the
 * senders themselves: a server that says that somebody left and came back must not be able to play the past again.
 */
export class ReplayGuard {
  readonly #senders = new Map<string, Map<string, ReplayWindow>>();

  /** The windows of a sender, by source; undefined when there have been too many senders. */
  windowsOf(random: string): Map<string, ReplayWindow> | undefined {
    const known = this.#senders.get(random);
    if (known !== undefined || this.#senders.size >= MOST_SENDERS) return known;
    const windows = new Map<string, ReplayWindow>();
    this.#senders.set(random, windows);
    return windows;
  }
}
