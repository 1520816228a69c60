import { GaussianBlurBackgroundProcessor, VirtualBackgroundProcessor } from '@twilio/video-processors';
import type { MediaProcessorConnector } from '../processing/connector.ts';
import type { VideoFilter } from '../processing/filter.ts';
import { type FrameLoop, startFrameLoop } from './frame-loop.ts';

type Processor = GaussianBlurBackgroundProcessor | VirtualBackgroundProcessor;

/** Pixels by which the background is blurred. */
const BLUR_RADIUS_PX = { low: 5, high: 15 } as const;

async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = url;
  await image.decode();
  return image;
}

async function createProcessor(filter: VideoFilter, assetsPath: string): Promise<Processor> {
  if (filter.type === 'backgroundBlur') {
    const blurFilterRadius = BLUR_RADIUS_PX[filter.blurStrength ?? 'high'];
    return new GaussianBlurBackgroundProcessor({ assetsPath, blurFilterRadius });
  }
  const backgroundImage = await loadImage(filter.backgroundImgUrl);
  return new VirtualBackgroundProcessor({ assetsPath, backgroundImage });
}

/** Keeps the person and blurs or replaces what is behind, in a worker where the browser allows it. */
export class Background implements MediaProcessorConnector {
  readonly #processor: Processor;
  #loop: FrameLoop | undefined;

  private constructor(processor: Processor) {
    this.#processor = processor;
  }

  /** Loads the model from `assetsUrl`, and the picture of the background. */
  static async create(filter: VideoFilter, assetsUrl: string): Promise<Background> {
    const processor = await createProcessor(filter, assetsUrl);
    await processor.loadModel();
    return new Background(processor);
  }

  async setTrack(track: MediaStreamTrack): Promise<MediaStreamTrack> {
    this.#loop?.stop();
    this.#loop = startFrameLoop(track, (frame, canvas) => this.#processor.processFrame(frame, canvas));
    await this.#loop.started;
    return this.#loop.output;
  }

  async destroy(): Promise<void> {
    this.#loop?.stop();
  }
}
