import type { Bytes } from './bytes.ts';
import { LAST_STEP, type Scheme, toKeyId } from './key-id.ts';
import { deriveFrameKey, deriveSenderBase, type FrameKey, ratchet } from './key-schedule.ts';
import type { RootKey } from './root-ring.ts';

/** Where sending stops rather than come near a repeated nonce, and how often the ratchet moves. */
export interface SendingLimits {
  /** Frames in the life of the worker. */
  readonly frames: number;
  /** Frames under one key. */
  readonly framesPerKey: number;
  readonly ratchetMs: number;
}

const LIMITS: SendingLimits = { frames: 2 ** 48, framesPerKey: 2 ** 32, ratchetMs: 300_000 };

interface SendingKey {
  readonly label: number;
  readonly index: number;
  readonly step: number;
  readonly base: CryptoKey;
  readonly frameKey: FrameKey;
  readonly firstCtr: number;
  readonly sinceMs: number;
}

/** Key and number for one frame. */
export interface FrameTicket {
  readonly frameKey: FrameKey;
  readonly ctr: number;
}

/** What our own frames are encrypted with. One counter for all tracks, layers and keys, which only ever grows. */
export class LocalSender {
  /** Drawn anew by each worker, so that a page that is loaded again has other keys and may count from 0. */
  readonly random: Bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  readonly #scheme: Scheme;
  readonly #now: () => number;
  readonly #limits: SendingLimits;
  #next = 0;
  /** Steps of the ratchet so far, under whatever root key: a receiver that has been further than a step refuses it. */
  #step = 0;
  #current: SendingKey | undefined;
  #ratcheting = false;

  constructor({ scheme, now, limits = LIMITS }: { scheme: Scheme; now: () => number; limits?: SendingLimits }) {
    this.#scheme = scheme;
    this.#now = now;
    this.#limits = limits;
  }

  /** Sends with keys of `root` from now on. */
  async use(root: RootKey, sessionId: string, self: { senderId: string; index: number }): Promise<void> {
    let base = await deriveSenderBase(root.key, sessionId, { ...self, random: this.random });
    const step = this.#scheme === 'secret' ? this.#step : 0;
    for (let at = 0; at < step; at += 1) base = await ratchet(base);
    this.#current = await this.#derive(base, { label: root.label, index: self.index, step });
  }

  /** A number that was never given before, and the key for it; `none` without a key, `exhausted` at a limit. */
  take(): FrameTicket | 'none' | 'exhausted' {
    const current = this.#current;
    if (current === undefined) return 'none';
    const used = this.#next - current.firstCtr;
    const isDue = this.#now() - current.sinceMs >= this.#limits.ratchetMs || used >= this.#limits.framesPerKey / 2;
    if (isDue && this.#scheme === 'secret' && current.step < LAST_STEP) void this.#ratchet(current);
    if (used >= this.#limits.framesPerKey || this.#next >= this.#limits.frames) return 'exhausted';
    const ctr = this.#next;
    this.#next += 1;
    return { frameKey: current.frameKey, ctr };
  }

  close(): void {
    this.#current = undefined;
  }

  async #ratchet(current: SendingKey): Promise<void> {
    if (this.#ratcheting) return;
    this.#ratcheting = true;
    try {
      const next = await this.#derive(await ratchet(current.base), { ...current, step: current.step + 1 });
      // Another key may have come meanwhile.
      if (this.#current !== current) return;
      this.#step = next.step;
      this.#current = next;
    } finally {
      this.#ratcheting = false;
    }
  }

  async #derive(
    base: CryptoKey,
    { label, index, step }: { label: number; index: number; step: number },
  ): Promise<SendingKey> {
    const kid = toKeyId(this.#scheme, { index, label, step });
    const frameKey = await deriveFrameKey(base, kid, { usage: 'encrypt' });
    return { label, index, step, base, frameKey, firstCtr: this.#next, sinceMs: this.#now() };
  }
}
