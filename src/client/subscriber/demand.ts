import { createError, invalidParameter } from '../errors/catalogue.ts';
import type { IncomingMedia, PictureQuality } from '../media/engine.ts';
import type { VideoSize } from './events.ts';

/** With the frame rate restricted. */
const RESTRICTED_FRAME_RATE = 1;
const MOST_PIXELS = 16_384;

/** Which quality the app wants of a picture, and what the server was told. */
export class Demand {
  /** The resolution follows the element. */
  readonly auto: boolean;
  #size: VideoSize | null = null;
  #frameRate: number | null = null;
  #restricted = false;
  #told: Required<PictureQuality> = { preferredDimensions: null, maxFrameRate: null };
  #media: Pick<IncomingMedia, 'setQuality'> | undefined;
  #ended = false;

  /** What the options of `subscribe` say; wishes that are none are ignored. */
  constructor(wishes: { preferredResolution?: unknown; preferredFrameRate?: unknown }) {
    const { preferredResolution: size, preferredFrameRate: rate } = wishes;
    this.auto = size === 'auto';
    if (isSize(size)) this.#size = size;
    if (isRate(rate)) this.#frameRate = rate;
  }

  /** Frames per second that are enough; infinite where as many as there are are wanted. */
  get enoughFrameRate(): number {
    return this.#restricted ? RESTRICTED_FRAME_RATE : (this.#frameRate ?? Number.POSITIVE_INFINITY);
  }

  /** The server granted the subscription: what is wanted is told now. */
  granted(media: Pick<IncomingMedia, 'setQuality'>): Promise<void> {
    this.#media = media;
    return this.#tell();
  }

  /** The size the element has now; only with `auto`. */
  follow(size: VideoSize): Promise<void> {
    this.#size = size;
    return this.#tell();
  }

  /** The app's word on the resolution; null: the best there is. */
  async setSize(size: VideoSize | null): Promise<void> {
    this.#refuseEnded('setPreferredResolution');
    if (this.auto) {
      throw createError('OT_NOT_SUPPORTED', 'setPreferredResolution: the resolution follows the element ("auto")', {
        code: 1501,
      });
    }
    if (size !== null && !isSize(size))
      throw invalidParameter('setPreferredResolution: expects { width, height } or null');
    this.#size = size;
    await this.#tell();
  }

  /** The app's word on the frame rate; null: the best there is. */
  async setFrameRate(frameRate: number | null): Promise<void> {
    this.#refuseEnded('setPreferredFrameRate');
    if (frameRate !== null && !isRate(frameRate))
      throw invalidParameter('setPreferredFrameRate: expects a number or null');
    this.#frameRate = frameRate;
    await this.#tell();
  }

  /** True: as few frames as there are, whatever else is wanted. */
  async restrict(restricted: boolean): Promise<void> {
    this.#refuseEnded('restrictFrameRate');
    if (typeof restricted !== 'boolean') throw invalidParameter('restrictFrameRate: expects true or false');
    this.#restricted = restricted;
    await this.#tell();
  }

  /** Nothing can be wanted any more. */
  close(): void {
    this.#ended = true;
    this.#media = undefined;
  }

  async #tell(): Promise<void> {
    if (this.#media === undefined) return;
    const preferredDimensions = this.#size;
    const maxFrameRate = this.#restricted ? RESTRICTED_FRAME_RATE : this.#frameRate;
    const told = this.#told;
    const sameSize =
      preferredDimensions?.width === told.preferredDimensions?.width &&
      preferredDimensions?.height === told.preferredDimensions?.height;
    if (sameSize && maxFrameRate === told.maxFrameRate) return;
    this.#told = { preferredDimensions, maxFrameRate };
    await this.#media.setQuality({
      ...(!sameSize && { preferredDimensions }),
      ...(maxFrameRate !== told.maxFrameRate && { maxFrameRate }),
    });
  }

  #refuseEnded(method: string): void {
    if (this.#ended) throw createError('OT_CANCEL', `${method}: the subscriber has ended`, { code: 1501 });
  }
}

function isSize(value: unknown): value is VideoSize {
  const { width, height } = (value ?? {}) as Partial<VideoSize>;
  return [width, height].every((side) => Number.isInteger(side) && Number(side) > 0 && Number(side) <= MOST_PIXELS);
}

function isRate(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= 240;
}
