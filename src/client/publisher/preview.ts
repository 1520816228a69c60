import { isNone, isScreen } from '../devices/constraints.ts';
import type { Target } from '../widgets/container.ts';
import { Look } from '../widgets/look.ts';
import { createVideo } from '../widgets/video.ts';
import { createWidget, type Widget } from '../widgets/widget.ts';
import type { Dimensions } from './events.ts';
import { type PublisherProperties, toInitials } from './properties.ts';

/** Longest wait for the preview's first picture before the capture counts as bound, in milliseconds. */
const BIND_TIMEOUT_MS = 2000;

/** What a publisher shows of itself in its own page. */
export class Preview {
  readonly video = createVideo({ muted: true });
  readonly look: Look;
  readonly #widget: Widget | undefined;
  readonly #listening = new AbortController();
  #pictureVisible = true;

  constructor(options: {
    target: Target;
    properties: PublisherProperties;
    onMute(): void;
    /** The picture's size became known or changed. */
    onResize(size: Dimensions): void;
  }) {
    const { target, properties, onMute, onResize } = options;
    const { signal } = this.#listening;
    this.look = new Look(properties);
    this.video.addEventListener('resize', () => onResize(this.size), { signal });
    // A video that is moved in the page is paused by the browser.
    this.video.addEventListener('pause', () => this.#play(), { signal });
    if (properties.insertDefaultUI === false) return;
    const screen = isScreen(properties.videoSource);
    this.#widget = createWidget({
      kind: 'publisher',
      placement: { ...properties, target },
      fitMode: properties.fitMode ?? (screen ? 'contain' : 'cover'),
      mirrored: properties.mirror ?? !(screen || typeof properties.videoSource === 'object'),
      showControls: properties.showControls !== false,
      name: String(properties.name ?? ''),
      initials: toInitials(properties.initials),
      onMute: isNone(properties.audioSource) ? undefined : onMute,
    });
    this.look.dress(this.#widget);
  }

  /** The container; undefined without default UI. */
  get element(): HTMLElement | undefined {
    return this.#widget?.element;
  }

  /** Pixels of the picture; 0 x 0 while unknown. */
  get size(): Dimensions {
    return { width: this.video.videoWidth, height: this.video.videoHeight };
  }

  /** Shows the media; resolves when its first picture is there, or at once without one. */
  async show(stream: MediaStream): Promise<void> {
    this.video.srcObject = stream;
    this.#widget?.setVideo(this.video);
    this.#play();
    if (stream.getVideoTracks().length > 0) await this.#firstPicture();
    this.#widget?.setLoading(false);
  }

  /** Whether the level meter can be seen. */
  get showsLevel(): boolean {
    return !this.#listening.signal.aborted && this.look.showsLevel(this.#pictureVisible);
  }

  /** How loud the sound is, 0 to 1. */
  setLevel(level: number): void {
    if (this.showsLevel) this.#widget?.setAudioLevel(level);
  }

  /** Shows this track from now on, in the place of the one that is shown. */
  setVideo(track: MediaStreamTrack | undefined): void {
    const shown = this.video.srcObject as MediaStream | null;
    if (shown === null || track === undefined || shown.getVideoTracks()[0] === track) return;
    this.video.srcObject = new MediaStream([track]);
    this.#play();
  }

  setPicture(visible: boolean): void {
    this.#pictureVisible = visible;
    this.#widget?.setAudioOnly(!visible);
  }

  /** Shows whether the call is recorded. */
  setArchiving(archiving: boolean): void {
    this.#widget?.setArchiving(archiving);
  }

  /** Shows that the picture may have to be switched off. */
  setWarning(warned: boolean): void {
    this.#widget?.setWarning(warned);
  }

  setMuted(muted: boolean): void {
    this.#widget?.setMuted(muted);
  }

  /** Gives the page back what it had. Idempotent. */
  close(): void {
    if (this.#listening.signal.aborted) return;
    this.#listening.abort();
    this.video.srcObject = null;
    this.video.remove();
    this.#widget?.remove();
  }

  #play(): void {
    // A muted video may always play; only a newer load or the end of the preview interrupts it.
    this.video.play().catch(() => undefined);
  }

  #firstPicture(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, BIND_TIMEOUT_MS);
      const bound = () => {
        clearTimeout(timer);
        resolve();
      };
      this.video.addEventListener('loadeddata', bound, { once: true });
      this.#listening.signal.addEventListener('abort', bound, { once: true });
    });
  }
}
