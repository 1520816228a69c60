import type { Report, TrackOptions } from '../messages.ts';
import type { Bytes } from './bytes.ts';
import { findCodec, sealFrame } from './frame-format.ts';
import type { LocalSender } from './local-sender.ts';

/** A frame between encoder and network, of either kind. */
export interface EncodedFrame {
  data: ArrayBuffer;
  getMetadata(): { readonly mimeType?: string };
}

/** Encrypts the frames of one of our tracks. What cannot be encrypted does not leave. */
export class OutgoingTrack {
  readonly #options: TrackOptions;
  readonly #findSender: () => LocalSender | undefined;
  readonly #report: (report: Report) => void;
  readonly #told = new Set<string>();

  constructor(deps: {
    options: TrackOptions;
    findSender: () => LocalSender | undefined;
    report: (report: Report) => void;
  }) {
    this.#options = deps.options;
    this.#findSender = deps.findSender;
    this.#report = deps.report;
  }

  /** What goes out for a frame; undefined for nothing. */
  async seal({ mimeType, data }: { mimeType: unknown; data: Bytes }): Promise<Bytes | undefined> {
    const codec = findCodec(mimeType, this.#options.kind);
    if (codec === undefined) return this.#block('codec');
    const ticket = this.#findSender()?.take() ?? 'none';
    if (ticket === 'exhausted') return this.#block('counter');
    if (ticket === 'none') return undefined;
    return sealFrame(data, { codec, label: this.#options, ...ticket });
  }

  /** For `pipeThrough`. */
  createTransform(): TransformStream<EncodedFrame, EncodedFrame> {
    return new TransformStream({
      transform: async (frame, controller) => {
        const seal = async () =>
          this.seal({ mimeType: frame.getMetadata().mimeType, data: new Uint8Array(frame.data) });
        // A frame that fails must not end the stream: then all that follow would be lost.
        const sealed = await seal().catch(() => undefined);
        if (sealed === undefined) return;
        frame.data = sealed.buffer;
        controller.enqueue(frame);
      },
    });
  }

  #block(reason: 'codec' | 'counter'): undefined {
    if (this.#told.has(reason)) return;
    this.#told.add(reason);
    this.#report({ type: 'blocked', reason });
  }
}
