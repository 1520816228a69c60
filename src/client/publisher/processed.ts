import { captionsUnsupported, createError, invalidParameter } from '../errors/catalogue.ts';
import { isConnector, type MediaProcessorConnector } from '../processing/connector.ts';
import {
  type AudioFilter,
  checkAudioFilter,
  checkVideoFilter,
  type Filters,
  type VideoFilter,
} from '../processing/filter.ts';
import type { PublisherDeps } from './deps.ts';
import type { LocalMedia } from './local-media.ts';
import type { PublisherProperties } from './properties.ts';
import { QualityControls } from './quality-controls.ts';

type Kind = 'audio' | 'video';

/** The members of a publisher that say what is made of its tracks before they are sent; `Self` is the Publisher class. */
export abstract class Processed<Self> extends QualityControls<Self> {
  readonly #filters: { audio: AudioFilter | null; video: VideoFilter | null } = { audio: null, video: null };
  readonly #connected = { audio: false, video: false };

  /** @internal */
  protected abstract readonly properties: PublisherProperties;

  /** @internal */
  protected abstract readonly deps: PublisherDeps;

  /** @internal Brings the stream in line where nobody waits. */
  protected abstract sync(): void;

  /**
   * Blurs or replaces the background of a camera's picture. Rejects with OT_INVALID_PARAMETER, or OT_NOT_SUPPORTED where the browser
   * cannot or a media processor connector is set; then the picture is what it was.
   */
  async applyVideoFilter(filter: VideoFilter): Promise<void> {
    checkVideoFilter(filter);
    const { picture } = this;
    if (picture?.sources?.videoType === 'screen') {
      throw invalidParameter('applyVideoFilter: a screen has no background');
    }
    await this.#filter('video', picture, async (filters) => filters.createVideoFilter(filter));
    this.#filters.video = filter;
  }

  /** What {@link applyVideoFilter} has applied; null without. */
  getVideoFilter(): VideoFilter | null {
    return this.#filters.video;
  }

  /** Takes the filter away; nothing without one. */
  async clearVideoFilter(): Promise<void> {
    if (this.#filters.video === null) return;
    this.#filters.video = null;
    await this.#use('video', undefined);
  }

  /** Takes noise out of the sound. Rejects as {@link applyVideoFilter} does. */
  async applyAudioFilter(filter: AudioFilter): Promise<void> {
    checkAudioFilter(filter);
    await this.#filter('audio', this.picture, async (filters) => filters.createAudioFilter(filter));
    this.#filters.audio = filter;
  }

  /** What {@link applyAudioFilter} has applied; null without. */
  getAudioFilter(): AudioFilter | null {
    return this.#filters.audio;
  }

  /** Takes the filter away; nothing without one. */
  async clearAudioFilter(): Promise<void> {
    if (this.#filters.audio === null) return;
    this.#filters.audio = null;
    await this.#use('audio', undefined);
  }

  /**
   * Sends what the connector makes of the picture, whatever the source is from now on; null: the picture itself. Rejects with
   * OT_INVALID_PARAMETER, or OT_NOT_SUPPORTED where a filter is set.
   */
  setVideoMediaProcessorConnector(connector: MediaProcessorConnector | null): Promise<void> {
    return this.#connect('video', connector);
  }

  /** The same for the sound; see {@link setVideoMediaProcessorConnector}. */
  setAudioMediaProcessorConnector(connector: MediaProcessorConnector | null): Promise<void> {
    return this.#connect('audio', connector);
  }

  /** There are no captions on this server: rejects with OT_NOT_SUPPORTED for `true`. */
  async publishCaptions(value: boolean): Promise<void> {
    if (value) throw captionsUnsupported();
  }

  /** @internal Applies what the options ask for, before anything was captured. */
  protected async applyFirstFilters(media: LocalMedia): Promise<void> {
    const { videoFilter, audioFilter } = this.properties;
    if (videoFilter !== undefined) {
      checkVideoFilter(videoFilter);
      await this.#filter('video', media, async (filters) => filters.createVideoFilter(videoFilter));
      this.#filters.video = videoFilter;
    }
    if (audioFilter !== undefined) {
      checkAudioFilter(audioFilter);
      await this.#filter('audio', media, async (filters) => filters.createAudioFilter(audioFilter));
      this.#filters.audio = audioFilter;
    }
  }

  /** @internal */
  protected warn(line: string): void {
    this.deps.warn(line);
  }

  async #filter(
    kind: Kind,
    media: LocalMedia | undefined,
    create: (filters: Filters) => Promise<MediaProcessorConnector>,
  ): Promise<void> {
    const name = kind === 'video' ? 'applyVideoFilter' : 'applyAudioFilter';
    if (this.#connected[kind]) {
      throw createError('OT_NOT_SUPPORTED', `${name}: a media processor connector is set`);
    }
    if (media === undefined) throw createError('OT_NOT_SUPPORTED', `${name}: nothing is captured`);
    let connector: MediaProcessorConnector | undefined;
    try {
      connector = await create(await this.deps.loadFilters());
      await media.processing[kind].use(connector, media.sources?.[kind]);
    } catch (cause) {
      // It is ours, and nobody uses it.
      connector?.destroy().catch(() => undefined);
      throw createError('OT_NOT_SUPPORTED', `${name}: ${String(cause)}`, { cause });
    }
    this.sync();
  }

  async #connect(kind: Kind, connector: MediaProcessorConnector | null): Promise<void> {
    const name = kind === 'video' ? 'setVideoMediaProcessorConnector' : 'setAudioMediaProcessorConnector';
    if (connector !== null && !isConnector(connector)) {
      throw invalidParameter(`${name}: a connector has setTrack and destroy`);
    }
    if (this.#filters[kind] !== null) throw createError('OT_NOT_SUPPORTED', `${name}: a filter is set`);
    await this.#use(kind, connector ?? undefined);
    this.#connected[kind] = connector !== null;
  }

  async #use(kind: Kind, connector: MediaProcessorConnector | undefined): Promise<void> {
    await this.picture?.processing[kind].use(connector, this.picture.sources?.[kind]);
    this.sync();
  }
}
