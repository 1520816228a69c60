import type { Report, TrackOptions } from '../messages.ts';
import type { Bytes } from './bytes.ts';
import { findCodec, readFrame } from './frame-format.ts';
import type { KnownSender } from './key-store.ts';
import type { EncodedFrame } from './outgoing-track.ts';

/** How long a frame waits for its key. */
const HOLD_MS = 1000;
const MOST_HELD = 128;
const MOST_HELD_BYTES = 4_000_000;

interface Held {
  readonly frame: EncodedFrame;
  readonly data: Bytes;
  readonly untilMs: number;
}

/** What the frames of a track that comes in are opened with. */
export interface IncomingTrackDeps {
  readonly options: Extract<TrackOptions, { direction: 'decrypt' }>;
  find(senderId: string): KnownSender | undefined;
  report(report: Report): void;
  /** Frames were lost: a decoder needs a new start. */
  requestKeyFrame(): void;
  now(): number;
}

/** Decrypts the frames of one track, in order. What cannot be decrypted does not reach a decoder. */
export class IncomingTrack {
  readonly #deps: IncomingTrackDeps;
  #queue: Held[] = [];
  #bytes = 0;
  #draining = false;
  #lost = false;
  #told = false;
  #missingTold = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #emit: (frame: EncodedFrame) => void = () => undefined;

  constructor(deps: IncomingTrackDeps) {
    this.#deps = deps;
  }

  /** For `pipeThrough`. Frames are taken at once, so that what waits is bounded here and not in a stream's queue. */
  createTransform(): TransformStream<EncodedFrame, EncodedFrame> {
    return new TransformStream({
      start: (controller) => {
        this.#emit = (frame) => controller.enqueue(frame);
      },
      transform: (frame) => this.push(frame),
    });
  }

  /** Takes a frame from the network. */
  push(frame: EncodedFrame): void {
    const data = new Uint8Array(frame.data);
    // Chromium sends packets of sound without any content, to fill the line; nobody failed there.
    if (data.length === 0) return;
    if (this.#queue.length >= MOST_HELD || this.#bytes + data.length > MOST_HELD_BYTES) {
      this.#lost = true;
      return;
    }
    this.#queue.push({ frame, data, untilMs: this.#deps.now() + HOLD_MS });
    this.#bytes += data.length;
    void this.drain();
  }

  /** Opens what can be opened; also to be called when keys have changed. */
  async drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
        const isLate = this.#deps.now() >= head.untilMs;
        const opened = await this.#open(head).catch(() => 'refused' as const);
        if (opened === 'missing' && !isLate) {
          this.#wakeAt(head.untilMs);
          return;
        }
        this.#queue.shift();
        this.#bytes -= head.data.length;
        if (opened === 'refused' || opened === 'missing') this.#lost = true;
        else if (opened !== 'repeated') this.#pass(head.frame, opened);
      }
    } finally {
      this.#draining = false;
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#queue = [];
    this.#emit = () => undefined;
  }

  async #open({ frame, data }: Held): Promise<Bytes | 'missing' | 'repeated' | 'refused'> {
    const { options, find, report } = this.#deps;
    const codec = findCodec(frame.getMetadata().mimeType, options.kind);
    if (codec === undefined) {
      if (!this.#told) report({ type: 'blocked', reason: 'codec' });
      this.#told = true;
      return 'refused';
    }
    const known = find(options.senderId);
    if (known === undefined) {
      // Nobody of that name yet: said once, because there is no book to keep count in.
      if (!this.#missingTold) report({ type: 'missingKey', senderId: options.senderId });
      this.#missingTold = true;
      return 'missing';
    }
    const { sender, failures } = known;
    if (this.#missingTold) failures.missingTold();
    this.#missingTold = false;
    const sealed = readFrame(data, codec, options);
    const candidate = sealed && (await sender.find(sealed.header, `${options.kind} ${options.source}`));
    if (candidate === 'missing') failures.missing();
    // No sign of trouble: to measure the line, Firefox sends its last frame again and again.
    if (candidate === 'missing' || candidate === 'repeated') return candidate;
    const plain = typeof candidate === 'object' ? await sealed?.unseal(candidate.frameKey) : undefined;
    if (plain === undefined || typeof candidate !== 'object') {
      failures.failed();
      return 'refused';
    }
    if (!(await candidate.prove())) return 'repeated';
    failures.opened();
    return plain;
  }

  #pass(frame: EncodedFrame, data: Bytes): void {
    frame.data = data.buffer;
    try {
      this.#emit(frame);
    } catch {
      // The track ended while the frame was being opened.
      this.close();
    }
    if (this.#lost) this.#deps.requestKeyFrame();
    this.#lost = false;
  }

  #wakeAt(timeMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.drain(), Math.max(0, timeMs - this.#deps.now()));
  }
}
