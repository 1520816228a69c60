import { KeyChain, OLD_KEY_MS } from './key-chain.ts';
import { fromKeyId, type Scheme, toKeyId } from './key-id.ts';
import type { FrameKey, SenderIdentity } from './key-schedule.ts';
import { ReplayWindow } from './replay-window.ts';

/** Counters beyond are never sent; numbers are exact up to there. */
const HIGHEST_COUNTER = 2n ** 48n;
const SUPERSEDED_MS = 60_000;
const MOST_KEYS = 4;

interface Entry {
  readonly label: number;
  readonly chain: KeyChain;
  eraseAtMs: number;
}

/** A key that may open a frame, and what to do when it did. */
export interface Candidate {
  readonly frameKey: FrameKey;
  /** False when the frame was there before. */
  prove(): Promise<boolean>;
}

/** Somebody whose frames we open: its keys, and what was seen of it. */
export class RemoteSender {
  readonly identity: SenderIdentity;
  readonly #scheme: Scheme;
  readonly #windows: Map<string, ReplayWindow>;
  readonly #now: () => number;
  /** Oldest first. */
  #entries: Entry[] = [];

  constructor(
    identity: SenderIdentity,
    deps: { scheme: Scheme; windows: Map<string, ReplayWindow>; now: () => number },
  ) {
    this.identity = identity;
    this.#scheme = deps.scheme;
    this.#windows = deps.windows;
    this.#now = deps.now;
  }

  /** Takes the place of a base key with the same label; the others have some time left. */
  install(label: number, base: CryptoKey): void {
    const { index } = this.identity;
    const toKid = (step: number) => toKeyId(this.#scheme, { index, label, step });
    this.#entries = this.#entries.filter((entry) => entry.label !== label).slice(1 - MOST_KEYS);
    this.#eraseIn(SUPERSEDED_MS, this.#entries);
    this.#entries.push({ label, chain: new KeyChain(base, { toKid, now: this.#now }), eraseAtMs: Infinity });
  }

  /** `missing`: a key that may still come; `repeated`: it was there before; `refused`: no key will ever open this. */
  async find(
    { kid, ctr }: { kid: bigint; ctr: bigint },
    source: string,
  ): Promise<Candidate | 'missing' | 'repeated' | 'refused'> {
    const { index, label, step } = fromKeyId(this.#scheme, kid);
    if (index !== this.identity.index || ctr >= HIGHEST_COUNTER) return 'refused';
    if (this.#windows.get(source)?.has(Number(ctr))) return 'repeated';
    const entry = this.#entries.find((candidate) => candidate.label === label);
    if (entry === undefined) return 'missing';
    const frameKey = await entry.chain.keyAt(step);
    if (frameKey === 'later') return 'missing';
    if (frameKey === 'erased') return 'refused';
    return {
      frameKey,
      prove: async () => {
        if (!this.#see(source, Number(ctr))) return false;
        const at = this.#entries.indexOf(entry);
        this.#eraseIn(OLD_KEY_MS, this.#entries.slice(0, Math.max(at, 0)));
        await entry.chain.proved(step);
        return true;
      },
    };
  }

  /** Erases keys whose time is over. */
  sweep(nowMs: number): void {
    this.#entries = this.#entries.filter(({ eraseAtMs }) => nowMs < eraseAtMs);
    for (const { chain } of this.#entries) chain.sweep(nowMs);
  }

  #eraseIn(delayMs: number, entries: readonly Entry[]): void {
    const atMs = this.#now() + delayMs;
    for (const entry of entries) entry.eraseAtMs = Math.min(entry.eraseAtMs, atMs);
  }

  /** The counter is one for all keys of a sender, and so is the window: a key that comes back opens nothing old. */
  #see(source: string, ctr: number): boolean {
    const window = this.#windows.get(source) ?? new ReplayWindow();
    this.#windows.set(source, window);
    return window.add(ctr);
  }
}
