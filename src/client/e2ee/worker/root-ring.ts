/** What the base keys of all senders are derived from: a stretched secret, or the key of an epoch. */
export interface RootKey {
  /** What key ids say of it. */
  readonly label: number;
  readonly key: CryptoKey;
}

interface Entry extends RootKey {
  supersededAtMs?: number;
}

/** How long a root key is kept after the next one came: the time others have to move. */
const SUPERSEDED_MS = 60_000;
/** How long senders that come after that may still begin with the one before. */
const NEWCOMER_MS = 10_000;
const MOST_ROOTS = 4;

/** The root keys in the order they came; the last one is the current one. */
export class RootRing {
  #entries: Entry[] = [];

  get current(): RootKey | undefined {
    return this.#entries.at(-1);
  }

  find(label: number): RootKey | undefined {
    return this.#entries.find((entry) => entry.label === label);
  }

  /** Takes the place of one with the same label: two keys are never tried for one frame. */
  add(root: RootKey, nowMs: number): void {
    this.#entries = this.#entries.filter(({ label }) => label !== root.label).slice(1 - MOST_ROOTS);
    for (const entry of this.#entries) entry.supersededAtMs ??= nowMs;
    this.#entries.push({ ...root });
  }

  /** What a sender that comes now may use, oldest first. */
  forNewcomer(nowMs: number): readonly RootKey[] {
    return this.#entries.filter(({ supersededAtMs = nowMs }) => nowMs - supersededAtMs < NEWCOMER_MS);
  }

  /** Erases what is too old. */
  sweep(nowMs: number): void {
    this.#entries = this.#entries.filter(({ supersededAtMs = nowMs }) => nowMs - supersededAtMs < SUPERSEDED_MS);
  }

  clear(): void {
    this.#entries = [];
  }
}
