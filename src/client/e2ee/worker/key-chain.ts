import { deriveFrameKey, type FrameKey, ratchet } from './key-schedule.ts';

/** How long an old key opens frames that are still on their way, after the first one of the next key. */
export const OLD_KEY_MS = 10_000;
/** Steps ahead are worked out this often at most: a forged key id costs up to 255 of them. */
const AHEAD_INTERVAL_MS = 100;
const MOST_OLD_KEYS = 3;

interface Ahead {
  readonly step: number;
  readonly sinceMs: number;
  readonly made: Promise<{ base: CryptoKey; key: FrameKey }>;
}

/** A sender's base key at a receiver, with the ratchet's steps behind and ahead of it. */
export class KeyChain {
  readonly #toKid: (step: number) => bigint;
  readonly #now: () => number;
  #base: CryptoKey;
  #step = 0;
  #current: Promise<FrameKey> | undefined;
  #old: { step: number; key: Promise<FrameKey>; eraseAtMs: number }[] = [];
  #ahead: Ahead | undefined;

  constructor(base: CryptoKey, deps: { toKid: (step: number) => bigint; now: () => number }) {
    this.#base = base;
    this.#toKid = deps.toKid;
    this.#now = deps.now;
  }

  /** The key of a step: `erased` when it is behind, `later` when it may be asked for again soon. */
  async keyAt(step: number): Promise<FrameKey | 'erased' | 'later'> {
    if (step === this.#step) {
      this.#current ??= deriveFrameKey(this.#base, this.#toKid(step), { usage: 'decrypt' });
      return this.#current;
    }
    if (step < this.#step) return this.#old.find((entry) => entry.step === step)?.key ?? 'erased';
    if (this.#ahead?.step !== step) {
      const nowMs = this.#now();
      if (this.#ahead !== undefined && nowMs - this.#ahead.sinceMs < AHEAD_INTERVAL_MS) return 'later';
      this.#ahead = { step, sinceMs: nowMs, made: this.#lookAhead(step) };
    }
    return (await this.#ahead.made).key;
  }

  /** A frame of `step` was proved: the ratchet goes there, and nobody gets back. */
  async proved(step: number): Promise<void> {
    const ahead = this.#ahead;
    if (step <= this.#step || ahead?.step !== step) return;
    const { base, key } = await ahead.made;
    if (step <= this.#step) return;
    if (this.#current !== undefined) {
      const old = { step: this.#step, key: this.#current, eraseAtMs: this.#now() + OLD_KEY_MS };
      this.#old = [...this.#old, old].slice(-MOST_OLD_KEYS);
    }
    this.#base = base;
    this.#step = step;
    this.#current = Promise.resolve(key);
    this.#ahead = undefined;
  }

  sweep(nowMs: number): void {
    this.#old = this.#old.filter(({ eraseAtMs }) => nowMs < eraseAtMs);
  }

  async #lookAhead(step: number): Promise<{ base: CryptoKey; key: FrameKey }> {
    let base = this.#base;
    for (let at = this.#step; at < step; at += 1) base = await ratchet(base);
    return { base, key: await deriveFrameKey(base, this.#toKid(step), { usage: 'decrypt' }) };
  }
}
