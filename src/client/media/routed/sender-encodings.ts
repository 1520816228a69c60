import { SerialQueue } from '../../../base/serial-queue.ts';
import type { SentEncoding, VideoEncoding } from '../engine.ts';

type Encoding = RTCRtpEncodingParameters & { scalabilityMode?: string };

/** What of a sender's encodings can be changed while it sends (WebRTC, `RTCRtpSender.setParameters`). */
export class SenderEncodings {
  readonly #sender: RTCRtpSender;
  readonly #queue = new SerialQueue();
  #published: readonly VideoEncoding[] | undefined;

  constructor(sender: RTCRtpSender) {
    this.#sender = sender;
  }

  /** Changes the encodings; `change` gets them as they were published, lowest quality first, and gives as many back. */
  shape(change: (published: readonly VideoEncoding[]) => readonly SentEncoding[]): Promise<void> {
    return this.#queue.run(async () => {
      const parameters = this.#sender.getParameters();
      this.#published ??= parameters.encodings.map(toVideoEncoding);
      const wanted = change(this.#published);
      parameters.encodings = parameters.encodings.map((encoding, index) => toEncoding(encoding, wanted[index]));
      await this.#sender.setParameters(parameters);
    });
  }
}

function toVideoEncoding({
  maxBitrate,
  maxFramerate,
  scaleResolutionDownBy,
  scalabilityMode,
}: Encoding): VideoEncoding {
  return {
    ...(maxBitrate !== undefined && { maxBitrateBps: maxBitrate }),
    ...(maxFramerate !== undefined && { maxFrameRate: maxFramerate }),
    ...(scaleResolutionDownBy !== undefined && { scaleResolutionDownBy }),
    ...(scalabilityMode !== undefined && { scalabilityMode }),
  };
}

function toEncoding(present: Encoding, wanted: SentEncoding | undefined): Encoding {
  if (wanted === undefined) return present;
  const { maxBitrate: _, maxFramerate: __, ...kept } = present;
  const { active, maxBitrateBps, maxFrameRate, scaleResolutionDownBy = 1, scalabilityMode } = wanted;
  return {
    ...kept,
    active,
    scaleResolutionDownBy,
    ...(maxBitrateBps !== undefined && { maxBitrate: maxBitrateBps }),
    ...(maxFrameRate !== undefined && { maxFramerate: maxFrameRate }),
    ...(scalabilityMode !== undefined && { scalabilityMode }),
  };
}
