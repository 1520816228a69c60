import type { types } from 'mediasoup';

/** libwebrtc ignores a request that comes less than 300 ms after the last one it honoured. */
const MINIMUM_SPACING_MS = 310;

/** What the key frames of one video producer need. */
export interface KeyFramesDeps {
  readonly producer: types.Producer;
  /** Asks for a key frame without a viewer: through a consumer of nobody's. */
  readonly ask: (producerId: string) => Promise<void>;
  /** Round trip to the publisher. */
  readonly roundTripMs: () => number | undefined;
}

/**
 * When key frames of one video came, and when asking for another one is of use. mediasoup asks by itself when a consumer
 * starts, but a request that the browser ignores is repeated only after 1000 ms; so nobody may ask too early.
 */
export class KeyFrames {
  readonly #deps: KeyFramesDeps;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: KeyFramesDeps) {
    this.#deps = deps;
    deps.producer.on('trace', ({ type }) => {
      if (type === 'keyframe') this.#lastAtMs = performance.now();
    });
  }

  /** Starts watching; to be called once. */
  async open(): Promise<void> {
    await this.#deps.producer.enableTraceEvent(['keyframe']);
  }

  /** When the newest key frame came, `performance.now()` ms; -Infinity when none has. */
  get lastAtMs(): number {
    return this.#lastAtMs;
  }

  /** Least round trip to the publisher known so far. */
  get roundTripMs(): number {
    return this.#deps.roundTripMs() ?? 0;
  }

  /**
   * How long to wait before a request is of use, 0 when it is now. The browser counts from when it was asked, we from
   * when the frame arrived: at least a round trip later.
   */
  get waitMs(): number {
    const spacingMs = Math.max(0, MINIMUM_SPACING_MS - this.roundTripMs);
    return Math.max(0, this.#lastAtMs + spacingMs - performance.now());
  }

  /** Asks for a key frame although no viewer can receive yet. A producer that is gone meanwhile is no error. */
  async request(): Promise<void> {
    if (!this.#deps.producer.closed) await this.#deps.ask(this.#deps.producer.id);
  }
}
