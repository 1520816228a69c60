import type { types } from 'mediasoup';

/** libwebrtc ignores a request that comes less than 300 ms after the last one it honoured; the rest is jitter of the line and of a busy machine. */
const SPACING_MS = 330;
/** A request this long after the last honoured one may have been honoured too. */
const HONOURED_FROM_MS = 250;

/** Beyond the round trip: encoding, and a busy machine. A request without a key frame by then is lost. */
const PATIENCE_MS = 500;

/** What the key frames of one video producer need. */
export interface KeyFramesDeps {
  readonly producer: types.Producer;
  /** Asks for a key frame without a viewer: through a consumer of nobody's. */
  readonly ask: (producerId: string) => Promise<void>;
  /** Round trip to the publisher. */
  readonly roundTripMs: () => number | undefined;
}

/**
 * When key frames of one video were asked for and came, and when asking again is of use. mediasoup asks by itself when a
 * consumer starts, but a request that the publisher's browser ignores is repeated only after 1000 ms; so nobody may ask too early.
 */
export class KeyFrames {
  readonly #deps: KeyFramesDeps;
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #honouredAtMs = Number.NEGATIVE_INFINITY;
  #ignoredAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: KeyFramesDeps) {
    this.#deps = deps;
    deps.producer.on('trace', ({ type }) => {
      if (type === 'keyframe') this.#lastAtMs = performance.now();
      else this.#onRequest(performance.now());
    });
  }

  /** Starts watching; to be called once. */
  async open(): Promise<void> {
    await this.#deps.producer.enableTraceEvent(['keyframe', 'pli', 'fir']);
  }

  /**
   * Whether a viewer who started then, `performance.now()` ms, has been sent no key frame. One that was told a moment after the
   * start may have passed before it; the worker then asked for another, too soon to be honoured.
   */
  isMissingSince(startedAtMs: number): boolean {
    return this.#lastAtMs < Math.max(startedAtMs, this.#ignoredAtMs);
  }

  /** When the newest key frame came, `performance.now()` ms; -Infinity when none has. */
  get lastAtMs(): number {
    return this.#lastAtMs;
  }

  /** Least round trip to the publisher known so far. */
  get roundTripMs(): number {
    return this.#deps.roundTripMs() ?? 0;
  }

  /** Whether a key frame has been asked for and will come any moment. */
  get underway(): boolean {
    const waitedMs = performance.now() - this.#honouredAtMs;
    return this.#honouredAtMs > this.#lastAtMs && waitedMs < this.roundTripMs + PATIENCE_MS;
  }

  /**
   * How long to wait before starting a viewer, 0 for not at all: with a key frame on its way it comes just in time, and
   * otherwise a request must be far enough from the last one.
   */
  get waitMs(): number {
    return this.underway ? 0 : Math.max(0, this.#honouredAtMs + SPACING_MS - performance.now());
  }

  /** Asks for a key frame although no viewer can receive yet. A producer that is gone meanwhile is no error. */
  async request(): Promise<void> {
    if (!this.#deps.producer.closed) await this.#deps.ask(this.#deps.producer.id);
  }

  #onRequest(nowMs: number): void {
    if (nowMs - this.#honouredAtMs >= HONOURED_FROM_MS) this.#honouredAtMs = nowMs;
    else this.#ignoredAtMs = nowMs;
  }
}
