import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor';
import type { MediaProcessorConnector } from '../processing/connector.ts';

/** RNNoise knows this rate only. */
const SAMPLE_RATE = 48_000;
/** Which of them a browser takes for a user's gesture depends on the browser, and on whether it was a mouse or a finger. */
const GESTURES = ['pointerdown', 'pointerup', 'keydown'] as const;

/** Takes noise out of speech (RNNoise in an audio worklet). */
export class NoiseSuppression implements MediaProcessorConnector {
  readonly #context: AudioContext;
  readonly #node: RnnoiseWorkletNode;
  readonly #destination: MediaStreamAudioDestinationNode;
  #source: MediaStreamAudioSourceNode | undefined;
  #waiting = new AbortController();

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
    const [output] = this.#destination.stream.getAudioTracks();
    if (output === undefined) throw new Error('an audio destination without a track');
    this.#run();
    return output;
  }

  async destroy(): Promise<void> {
    this.#waiting.abort();
    this.#node.destroy();
    await this.#context.close();
  }

  /** A browser may hold sound back until somebody touches the page: then it runs from the first touch on. */
  #run(): void {
    this.#waiting.abort();
    const waiting = new AbortController();
    this.#waiting = waiting;
    const resume = (): void => {
      // It stays open while the browser refuses; it rejects when the context was closed meanwhile, and then nobody waits.
      this.#context.resume().then(
        () => waiting.abort(),
        () => undefined,
      );
    };
    // Before the page's own listeners, which may keep an event to themselves.
    for (const type of GESTURES) document.addEventListener(type, resume, { signal: waiting.signal, capture: true });
    resume();
  }
}
