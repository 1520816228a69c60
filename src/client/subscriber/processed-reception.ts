import { captionsUnsupported, invalidParameter } from '../errors/catalogue.ts';
import type { IncomingMedia } from '../media/engine.ts';
import { isConnector, type MediaProcessorConnector } from '../processing/connector.ts';
import { TrackProcessing } from '../processing/track-processing.ts';
import { MeasuredReception } from './measured-reception.ts';

const KINDS = ['audio', 'video'] as const;

/** The members of a subscriber that say what is made of its tracks before they are played; `Self` is the Subscriber class. */
export abstract class ProcessedReception<Self> extends MeasuredReception<Self> {
  readonly #processing = { audio: new TrackProcessing(), video: new TrackProcessing() };

  /** Shows what the connector makes of the picture; null: the picture itself. Rejects with OT_INVALID_PARAMETER. */
  setVideoMediaProcessorConnector(connector: MediaProcessorConnector | null): Promise<void> {
    return this.#connect('video', connector);
  }

  /** Plays what the connector makes of the sound; null: the sound itself. Rejects with OT_INVALID_PARAMETER. */
  setAudioMediaProcessorConnector(connector: MediaProcessorConnector | null): Promise<void> {
    return this.#connect('audio', connector);
  }

  /** There are no captions on this server: rejects with OT_NOT_SUPPORTED for `true`. */
  async subscribeToCaptions(value: boolean): Promise<void> {
    if (value) throw captionsUnsupported();
  }

  /** Never: there are no captions on this server. */
  isSubscribedToCaptions(): boolean {
    return false;
  }

  /** There are no captions on this server: rejects with OT_NOT_SUPPORTED for any language. */
  async setCaptionsTranslationLanguage(language: string | null): Promise<void> {
    if (language !== null) throw captionsUnsupported();
  }

  /** Null: there are no captions on this server. */
  getCaptionsTranslationLanguage(): string | null {
    return null;
  }

  /** @internal What is to be played; from now on the view follows when its tracks are others. */
  protected process(media: IncomingMedia): MediaStream | Promise<MediaStream> {
    media.onTracks = () => void this.#apply(media).catch((error: Error) => this.warn(error.message));
    return this.#processes ? this.#streamOf(media) : media.mediaStream;
  }

  /** @internal Nothing is played any more. */
  protected closeProcessing(): void {
    for (const kind of KINDS) this.#processing[kind].close();
  }

  get #processes(): boolean {
    return KINDS.some((kind) => this.#processing[kind].active);
  }

  async #connect(kind: 'audio' | 'video', connector: MediaProcessorConnector | null): Promise<void> {
    if (connector !== null && !isConnector(connector)) {
      throw invalidParameter('a connector has setTrack and destroy');
    }
    await this.#processing[kind].use(connector ?? undefined, this.media && trackOf(this.media.mediaStream, kind));
    if (this.media !== undefined) await this.#apply(this.media);
  }

  async #apply(media: IncomingMedia): Promise<void> {
    const stream = await this.#streamOf(media);
    if (!this.over && this.view.video.srcObject !== stream) this.view.exchange(stream);
  }

  /** The stream itself, unless something is made of its tracks. */
  async #streamOf({ mediaStream }: IncomingMedia): Promise<MediaStream> {
    if (!this.#processes) return mediaStream;
    const tracks = KINDS.map((kind) => ({ processing: this.#processing[kind], track: trackOf(mediaStream, kind) }));
    await Promise.all(tracks.map(({ processing, track }) => processing.follow(track)));
    const made = tracks.map(({ processing, track }) => processing.outputOf(track));
    return new MediaStream(made.filter((track) => track !== undefined));
  }
}

function trackOf(stream: MediaStream, kind: 'audio' | 'video'): MediaStreamTrack | undefined {
  return stream.getTracks().find((track) => track.kind === kind);
}
