import type { Stream } from '../model/stream.ts';
import type { Target } from '../widgets/container.ts';
import { Look } from '../widgets/look.ts';
import { createVideo } from '../widgets/video.ts';
import { measure, type PixelSize, watchVisibleSize } from '../widgets/visible-size.ts';
import { createWidget, type Widget } from '../widgets/widget.ts';
import { nextFrame } from './first-frame.ts';
import { Playback } from './playback.ts';
import type { SubscriberProperties } from './properties.ts';

const FULL_VOLUME = 100;

/** What a subscriber shows and sounds like. */
export class View {
  readonly video = createVideo({ muted: false });
  readonly look: Look;
  readonly #options: { stream: Stream; target: Target; properties: SubscriberProperties };
  readonly #playback: Playback;
  readonly #closing = new AbortController();
  #widget: Widget | undefined;
  #volume: number;
  #lastVolume = FULL_VOLUME;
  #pictureVisible = true;

  constructor(options: {
    stream: Stream;
    target: Target;
    properties: SubscriberProperties;
    /** Sound became blocked by the browser, or free again. */
    onBlocked(blocked: boolean): void;
  }) {
    this.#options = options;
    this.look = new Look(options.properties);
    this.#playback = new Playback({
      video: this.video,
      onBlocked: (blocked) => {
        this.#widget?.setAudioBlocked(blocked);
        options.onBlocked(blocked);
      },
    });
    const { subscribeToAudio, audioVolume } = options.properties;
    this.#volume = FULL_VOLUME;
    this.setVolume(audioVolume ?? FULL_VOLUME);
    if (subscribeToAudio === false) this.setVolume(0);
  }

  /** The container; undefined without default UI. */
  get element(): HTMLElement | undefined {
    return this.#widget?.element;
  }
  /** 0 to 100. */
  get volume(): number {
    return this.#volume;
  }
  /** Whether the browser refuses to play sound. */
  get blocked(): boolean {
    return this.#playback.blocked;
  }

  /** Puts the container into the page. */
  place(): void {
    const { stream, target, properties } = this.#options;
    if (properties.insertDefaultUI === false) return;
    this.#widget = createWidget({
      kind: 'subscriber',
      placement: { ...properties, target },
      fitMode: properties.fitMode ?? stream.defaultFitMode ?? (stream.videoType === 'screen' ? 'contain' : 'cover'),
      showControls: properties.showControls !== false,
      name: stream.name,
      initials: stream.initials,
      onMute: () => void this.setVolume(this.#volume > 0 ? 0 : this.#lastVolume),
      onUnblock: () => void this.unblock(),
    });
    this.#widget.setMuted(this.#volume === 0);
    this.look.dress(this.#widget);
  }

  /** Whether the level meter can be seen. */
  get showsLevel(): boolean {
    return !this.#closing.signal.aborted && this.look.showsLevel(this.#pictureVisible);
  }

  /** How loud the sound is, 0 to 1. */
  setAudioLevel(level: number): void {
    if (this.showsLevel) this.#widget?.setAudioLevel(level);
  }

  /** How big the container is, in device pixels; undefined without default UI. */
  get size(): PixelSize | undefined {
    return this.element === undefined ? undefined : measure(this.element);
  }

  /** Tells how big the container is seen, from now on; see {@link watchVisibleSize}. */
  watchSize(tell: (size: PixelSize | null) => void): void {
    if (this.element === undefined || this.#closing.signal.aborted) return;
    this.#closing.signal.addEventListener('abort', watchVisibleSize(this.element, tell));
  }

  /** Starts playing. */
  show(stream: MediaStream): void {
    this.#widget?.setVideo(this.video);
    this.#playback.start(stream);
  }

  /** Plays this from now on. */
  exchange(stream: MediaStream): void {
    this.#playback.exchange(stream);
  }

  /** Media plays: takes the spinner away. */
  started(): void {
    this.#widget?.setLoading(false);
  }

  /** Hides the picture at once, or shows it as soon as a fresh one arrives. */
  setPicture(visible: boolean, fresh = false): void {
    this.#pictureVisible = visible;
    if (!visible || !fresh) this.#widget?.setAudioOnly(!visible);
    else void nextFrame(this.video, this.#closing.signal).then(() => this.#widget?.setAudioOnly(!this.#pictureVisible));
  }

  /** Shows that the picture may have to be switched off. */
  setWarning(warned: boolean): void {
    this.#widget?.setWarning(warned);
  }

  /** Sets the volume to a whole number from 0 to 100; clamps numbers; false, and nothing done, for anything else. */
  setVolume(value: number): boolean {
    const whole = Math.trunc(Number.parseFloat(String(value)));
    if (Number.isNaN(whole)) return false;
    this.#volume = Math.min(FULL_VOLUME, Math.max(0, whole));
    if (this.#volume > 0) this.#lastVolume = this.#volume;
    this.#playback.setVolume(this.#volume / FULL_VOLUME);
    this.#widget?.setMuted(this.#volume === 0);
    return true;
  }

  /** Sound off is volume 0; on is the volume before. */
  setSound(on: boolean): void {
    if (!on) this.setVolume(0);
    else if (this.#volume === 0) this.setVolume(this.#lastVolume);
  }

  /** Tries to play blocked sound; call in a user gesture. */
  async unblock(): Promise<void> {
    await this.#playback.unblock();
  }

  /** Takes the video away and keeps the container. Idempotent. */
  stop(): void {
    this.#closing.abort();
    this.#playback.close();
    this.video.remove();
  }

  /** Shows why there is nothing to see. */
  showError(message: string): void {
    this.stop();
    this.#widget?.showError('This video cannot be shown.', message);
  }

  /** Gives the page back what it had. Idempotent. */
  close(): void {
    this.stop();
    this.#widget?.remove();
    this.#widget = undefined;
  }
}
