import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor';
import type { MediaProcessorConnector } from '../processing/connector.ts';

/** RNNoise knows this rate only. */
const SAMPLE_RATE = 48_000;

/** Takes noise out of speech (RNNoise in an audio worklet). */
export class NoiseSuppression implements MediaProcessorConnector {
  readonly #context: AudioContext;
  readonly #node: RnnoiseWorkletNode;
  readonly #destination: MediaStreamAudioDestinationNode;
  #source: MediaStreamAudioSourceNode | undefined;

  private constructor(context: AudioContext, wasmBinary: ArrayBuffer) {
    this.#context = context;
    this.#node = new RnnoiseWorkletNode(context, { maxChannels: 2, wasmBinary });
    this.#destination = context.createMediaStreamDestination();
    this.#node.connect(this.#destination);
  }

  /** Loads what it needs from `assetsUrl`. */
  static async create(assetsUrl: string): Promise<NoiseSuppression> {
    const context = new AudioContext({ sampleRate: SAMPLE_RATE });
    try {
      const urls = { url: `${assetsUrl}rnnoise.wasm`, simdUrl: `${assetsUrl}rnnoise_simd.wasm` };
      const [wasmBinary] = await Promise.all([
        loadRnnoise(urls),
        context.audioWorklet.addModule(`${assetsUrl}rnnoise-worklet.js`),
      ]);
      return new NoiseSuppression(context, wasmBinary);
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  async setTrack(track: MediaStreamTrack): Promise<MediaStreamTrack> {
    const source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source?.disconnect();
    this.#source = source;
    source.connect(this.#node);
    // A browser may refuse before the page was touched; the next track tries again.
    void this.#context.resume();
    const [output] = this.#destination.stream.getAudioTracks();
    if (output === undefined) throw new Error('an audio destination without a track');
    return output;
  }

  async destroy(): Promise<void> {
    this.#node.destroy();
    await this.#context.close();
  }
}
