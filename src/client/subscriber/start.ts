import { createError } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { IncomingMedia, MediaMilestones } from '../media/engine.ts';
import { nextFrame } from './first-frame.ts';
import { Stopwatch, type SubscriberTimings, toPendingPhase } from './timings.ts';

/** Without a picture after this long, a key frame is asked for: the first one may have come before the decoder. */
const KEY_FRAME_AFTER_MS = 1500;
/** After so many requests in vain the server is asked to begin anew. */
const REQUESTS_BEFORE_RENEWAL = 5;
/** A subscription without media fails after this long. */
const EXPIRE_AFTER_MS = 30_000;

/** The kind of media that proves that a subscription works; a muted stream sends nothing that could be waited for. */
export type Proof = 'picture' | 'sound' | 'nothing';

/** What the start of a subscription needs to know and tells. */
export interface StartDeps {
  readonly milestones: () => MediaMilestones;
  proof(): Proof;
  onStarted(): void;
  /** No media within 30 s; the OT_TIMEOUT names what it waits for. */
  onExpired(error: OTError): void;
}

/** Watches a subscription from the request to its first media: times it, asks for key frames, then for a new beginning, gives up. */
export class Start {
  readonly #watch = new Stopwatch(performance.now());
  readonly #deps: StartDeps;
  readonly #waiting = new AbortController();
  #media: IncomingMedia | undefined;

  constructor(deps: StartDeps) {
    this.#deps = deps;
  }

  get timings(): SubscriberTimings {
    return this.#watch.read(this.#deps.milestones());
  }

  /** Starts the clocks. */
  begin(): void {
    let looks = 0;
    const keyFrames = setInterval(() => {
      looks += 1;
      if (looks % REQUESTS_BEFORE_RENEWAL === 0) this.#renew();
      else this.#requestKeyFrame();
    }, KEY_FRAME_AFTER_MS);
    const expiry = setTimeout(() => this.#deps.onExpired(this.#timeout()), EXPIRE_AFTER_MS);
    this.#waiting.signal.addEventListener('abort', () => {
      clearInterval(keyFrames);
      clearTimeout(expiry);
    });
  }

  /** The server granted the subscription and the media is bound to the element. */
  granted(media: IncomingMedia, video: HTMLVideoElement): void {
    this.#media = media;
    this.#watch.mark('granted', performance.now());
    void media.firstRtpAt.then((at) => this.#mark('firstRtp', at));
    void nextFrame(video, this.#waiting.signal).then((at) => this.#mark('firstFrame', at));
    this.check();
  }

  /** Looks whether the media that is expected now has come. */
  check(): void {
    if (this.#waiting.signal.aborted || this.#media === undefined) return;
    const { firstFrame, firstRtp } = this.timings;
    const proof = this.#deps.proof();
    if (proof === 'picture' && firstFrame === undefined) return;
    if (proof === 'sound' && firstRtp === undefined) return;
    this.stop();
    this.#deps.onStarted();
  }

  /** Stops all waiting. Idempotent. */
  stop(): void {
    this.#waiting.abort();
  }

  #mark(name: 'firstRtp' | 'firstFrame', at: number | undefined): void {
    if (at !== undefined) this.#watch.mark(name, at);
    // Packets are looked for now and then: a picture proves that there were some.
    if (at !== undefined && name === 'firstFrame') this.#watch.mark('firstRtp', at);
    this.check();
  }

  #requestKeyFrame(): void {
    if (this.#deps.proof() === 'picture') this.#media?.requestKeyFrame();
  }

  #renew(): void {
    // Without success it is the expiry that tells.
    if (this.#deps.proof() !== 'nothing') this.#media?.renew().catch(() => undefined);
  }

  #timeout(): OTError {
    const phase = toPendingPhase(this.timings);
    return createError('OT_TIMEOUT', `Session.subscribe :: no media after 30 s; it waits for: ${phase}`, {
      code: 1501,
    });
  }
}
