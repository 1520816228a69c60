import { SerialQueue } from '../../base/serial-queue.ts';
import { wantedDevices } from '../devices/capture.ts';
import { isScreen } from '../devices/constraints.ts';
import type { OutgoingTrack } from '../media/engine.ts';
import { TrackProcessing } from '../processing/track-processing.ts';
import type { Target } from '../widgets/container.ts';
import { createBlankTrack } from './blank.ts';
import type { Dimensions } from './events.ts';
import { Level } from './level.ts';
import type { PublishedProperties } from './link.ts';
import { Microphone } from './microphone.ts';
import { toCapturedSize, toOutgoingAudio, toOutgoingVideo, toStreamProperties } from './outgoing.ts';
import { Preview } from './preview.ts';
import type { PublisherProperties, VideoContentHint } from './properties.ts';
import type { Outgoing } from './publication.ts';
import { openSources, type Sources } from './sources.ts';

/** The page's side of a publisher: what it captures and how it shows it, whether published or not. */
export class LocalMedia {
  readonly preview: Preview;
  /** How loud the sound is. */
  readonly level: Level;
  /** What the app or a filter makes of the tracks before anybody gets them. */
  readonly processing = { audio: new TrackProcessing(), video: new TrackProcessing() };
  readonly #properties: PublisherProperties;
  readonly #onEnded: (track: MediaStreamTrack) => void;
  readonly #pictures = new SerialQueue();
  readonly #closing = new AbortController();
  #sources: Sources | undefined;
  #microphone: Microphone | undefined;
  #blank: MediaStreamTrack | undefined;
  #soundOn: boolean;
  #pictureOn: boolean;
  #sending: 'on' | 'held' | 'probing' = 'on';
  /** It was the line that switched the picture off or on last. */
  #byLine = false;
  #cameraEnded = false;
  #contentHint: VideoContentHint;

  constructor(options: {
    target: Target;
    properties: PublisherProperties;
    /** The mute button was used. */
    onMute(): void;
    onResize(size: Dimensions): void;
    /** A track ended by itself. */
    onEnded(track: MediaStreamTrack): void;
    /** How loud the sound is, 0 to 1; only while someone wants to know. */
    onLevel(level: number): void;
  }) {
    this.preview = new Preview(options);
    this.level = new Level({
      track: () => this.#sources?.audio,
      seen: () => this.preview.showsLevel,
      tell: (level) => {
        this.preview.setLevel(level);
        options.onLevel(level);
      },
    });
    this.#properties = options.properties;
    this.#onEnded = options.onEnded;
    this.#soundOn = options.properties.publishAudio !== false;
    this.#pictureOn = options.properties.publishVideo !== false;
    this.#contentHint = options.properties.videoContentHint ?? '';
  }

  /** What the encoder should care for. */
  get contentHint(): VideoContentHint {
    return this.#contentHint;
  }
  set contentHint(hint: VideoContentHint) {
    this.#contentHint = hint;
    for (const track of [this.#sources?.video, this.#videoTrack]) if (track !== undefined) track.contentHint = hint;
  }

  /** What is captured, processed where it has to be; undefined before. */
  get stream(): MediaStream | undefined {
    const { audio, video } = this.processing;
    if (!audio.active && !video.active) return this.#sources?.stream;
    return new MediaStream([this.#audioTrack, this.#videoTrack].filter((track) => track !== undefined));
  }
  get soundOn(): boolean {
    return this.#soundOn;
  }
  /** Whether the user wants a picture. */
  get pictureOn(): boolean {
    return this.#pictureOn;
  }
  /** Pixels; what was asked for until the real size is known. */
  get size(): Dimensions {
    const { size } = this.preview;
    return size.width > 0 ? size : toCapturedSize(this.#sources?.video, this.#properties);
  }
  /** Whether everything captured has ended by itself; a camera that was switched off has not. */
  get exhausted(): boolean {
    const switchedOff =
      this.#sources?.videoType === 'camera' && this.#sources.video === undefined && !this.#cameraEnded;
    return !switchedOff && this.#sources?.stream.getTracks().every((track) => track.readyState === 'ended') === true;
  }

  /** Which devices it may open by itself. */
  get deviceKinds(): ('camera' | 'microphone')[] {
    if (isScreen(this.#properties.videoSource)) return [];
    const { audio, video } = wantedDevices(this.#properties);
    return [...(video ? ['camera' as const] : []), ...(audio ? ['microphone' as const] : [])];
  }
  /** What is captured; undefined before. */
  get sources(): Sources | undefined {
    return this.#sources;
  }
  /** Undefined before the capture. */
  get microphone(): Microphone | undefined {
    return this.#microphone;
  }
  /** Aborted when it is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Captures. Rejects with the OTError. */
  async open(): Promise<void> {
    const sources = await openSources(this.#properties, this.#pictureOn, this.#onEnded);
    this.#sources = sources;
    this.#microphone = new Microphone({ sources, options: this.#properties, signal: this.closing });
    if (this.closing.aborted) sources.close();
    this.setSound(this.#soundOn);
    await this.setPicture(this.#pictureOn);
  }

  /** Brings what is processed in line with what is captured; undefined when that is so at once. Rejects with what the app's connector, or a filter, rejects with. */
  process(): Promise<void> | undefined {
    const { audio, video } = this.processing;
    if (!audio.active && !video.active) {
      this.#showProcessed();
      return undefined;
    }
    const followed = [audio.follow(this.#sources?.audio), video.follow(this.#sources?.video)];
    return Promise.all(followed).then(() => this.#showProcessed());
  }

  #showProcessed(): void {
    if (this.#videoTrack !== undefined) this.#videoTrack.contentHint = this.#contentHint;
    if (this.#audioTrack !== undefined) this.#audioTrack.enabled = this.#soundOn;
    if (!this.closing.aborted) this.preview.setVideo(this.#videoTrack);
  }

  /** Turns the sound on or off, at once. */
  setSound(on: boolean): void {
    this.#soundOn = on;
    for (const track of [this.#sources?.audio, this.#audioTrack]) if (track !== undefined) track.enabled = on;
    this.preview.setMuted(!on);
  }

  /** Changes the look; returns what of it was ignored. */
  setStyle(wishes: object): string[] {
    const ignored = this.preview.look.set(wishes);
    this.level.update();
    return ignored;
  }

  /** Turns the picture on or off; the latest call wins. Rejects with the OTError when the camera does not open. */
  setPicture(on: boolean): Promise<void> {
    this.#pictureOn = on;
    this.#byLine = false;
    return this.#pictures.run(() => this.#applyPicture());
  }

  /**
   * Whether the line has room for the picture: `held`, nothing of it is sent; `probing`, it is sent, and counts as switched off. The
   * camera stays open.
   */
  setSending(sending: 'on' | 'held' | 'probing'): void {
    this.#sending = sending;
    this.#byLine = true;
    this.#showPicture(this.#pictureOn && sending === 'on');
  }

  /** Takes another camera, for which {@link setPicture} waits. Rejects as the capture does. */
  setCamera(deviceId: string): Promise<void> {
    return this.#pictures.run(async () => {
      await this.#sources?.setCamera(deviceId);
      await this.#applyPicture();
    });
  }

  /** The picture's track ended by itself: shows the poster; {@link setPicture} may bring a camera back. */
  dropPicture(): Promise<void> {
    this.#cameraEnded = true;
    return this.setPicture(false);
  }

  /** What is to be sent now. */
  outgoing(): Outgoing {
    const { hasAudio, hasVideo, videoDimensions } = this.streamProperties();
    const live = this.#sources?.video?.readyState === 'live';
    const [audioTrack, video] = [this.#audioTrack, this.#videoTrack];
    const shown = hasVideo && video !== undefined && live && this.#sending === 'on';
    return {
      hasAudio,
      hasVideo: shown,
      audioTrack,
      videoTrack: this.#sending === 'held' ? undefined : video,
      ...(shown && { videoDimensions }),
      ...(this.#byLine && { reason: 'quality' as const }),
    };
  }

  /** The tracks with their encodings; a camera that is closed is stood in for by a blank. */
  outgoingTracks(): OutgoingTrack[] {
    const sources = this.#sources;
    if (sources === undefined) return [];
    const [audio, video] = [this.#audioTrack, this.#videoTrack];
    const tracks = audio === undefined ? [] : [toOutgoingAudio(audio, this.#properties)];
    if (sources.videoType === undefined) return tracks;
    if (video === undefined) this.#blank ??= createBlankTrack(this.size);
    const track = video ?? this.#blank;
    const screen = sources.videoType === 'screen';
    return track === undefined ? tracks : [...tracks, toOutgoingVideo(track, this.size, screen, this.#properties)];
  }

  /** What everyone in the session learns of the stream. */
  streamProperties(): PublishedProperties {
    const on = { audio: this.#soundOn, video: this.#pictureOn };
    return toStreamProperties(this.#sources, on, this.size, this.#properties);
  }

  /** Stops what was captured and gives the page back its element. Idempotent. */
  close(): void {
    this.#closing.abort();
    this.processing.audio.close();
    this.processing.video.close();
    this.#sources?.close();
    this.#blank?.stop();
    this.preview.close();
    this.level.close();
  }

  get #audioTrack(): MediaStreamTrack | undefined {
    return this.processing.audio.outputOf(this.#sources?.audio);
  }

  get #videoTrack(): MediaStreamTrack | undefined {
    return this.processing.video.outputOf(this.#sources?.video);
  }

  async #applyPicture(): Promise<void> {
    const sources = this.#sources;
    if (sources === undefined || this.closing.aborted) return;
    const hasPicture = sources.videoType !== undefined;
    if (!this.#pictureOn || !hasPicture) {
      sources.hidePicture();
      this.#showPicture(false);
      return;
    }
    try {
      const track = await sources.showPicture();
      if (track !== undefined) track.contentHint = this.#contentHint;
      this.#cameraEnded = false;
      this.#showPicture(true);
    } catch (error) {
      this.#pictureOn = false;
      throw error;
    }
  }

  #showPicture(visible: boolean): void {
    this.preview.setPicture(visible);
    this.level.update();
  }
}
