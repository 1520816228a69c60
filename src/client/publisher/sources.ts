import { captureCamera, captureDevices, wantedDevices } from '../devices/capture.ts';
import { type CaptureOptions, isScreen } from '../devices/constraints.ts';
import { captureScreen } from '../devices/screen.ts';
import { OTError } from '../errors/ot-error.ts';

/** Where the picture comes from. */
export type VideoType = 'camera' | 'screen' | 'custom';

/** What a publisher captures: its tracks, and who may stop them. Tracks the app gave are never stopped here. */
export class Sources {
  /** The local media; the same object for life, its tracks come and go. */
  readonly stream = new MediaStream();
  /** Undefined when there is no picture at all. */
  readonly videoType: VideoType | undefined;
  readonly #options: CaptureOptions;
  readonly #onEnded: (track: MediaStreamTrack) => void;
  readonly #listening = new AbortController();
  readonly #given: Set<unknown>;
  #cameraId: string | undefined;

  constructor(deps: {
    options: CaptureOptions;
    videoType: VideoType | undefined;
    /** A track ended by itself: unplugged, revoked, or stopped by the browser's own button. */
    onEnded(track: MediaStreamTrack): void;
  }) {
    this.#options = deps.options;
    this.videoType = deps.videoType;
    this.#onEnded = deps.onEnded;
    const { videoSource } = deps.options;
    this.#cameraId = typeof videoSource === 'string' ? videoSource : undefined;
    this.#given = new Set([deps.options.audioSource, deps.options.videoSource]);
  }

  get audio(): MediaStreamTrack | undefined {
    return this.stream.getAudioTracks()[0];
  }
  /** Undefined while the camera is off. */
  get video(): MediaStreamTrack | undefined {
    return this.stream.getVideoTracks()[0];
  }

  /** The camera that is open, or will be when the picture is turned on; undefined for the default one. */
  get cameraId(): string | undefined {
    return this.video?.getSettings().deviceId ?? this.#cameraId;
  }

  /** Whether a track is the app's, which is never stopped here. */
  isGiven(track: MediaStreamTrack): boolean {
    return this.#given.has(track);
  }

  /** Takes tracks in. */
  add(tracks: readonly MediaStreamTrack[]): void {
    for (const track of tracks) {
      this.stream.addTrack(track);
      const ended = () => this.stream.getTracks().includes(track) && this.#onEnded(track);
      track.addEventListener('ended', ended, { signal: this.#listening.signal });
    }
  }

  /** Takes a track in the place of the one of its kind, which is stopped unless it is the app's. */
  replace(track: MediaStreamTrack, owner?: 'given'): void {
    const previous = track.kind === 'audio' ? this.audio : this.video;
    if (previous === track) return;
    if (owner === 'given') this.#given.add(track);
    if (previous !== undefined) {
      track.enabled = previous.enabled;
      this.#drop(previous);
    }
    this.add([track]);
  }

  /** Takes another camera; while the picture is off it is remembered. Rejects as the capture does, with the old camera back. */
  async setCamera(deviceId: string): Promise<void> {
    const { video } = this;
    if (video === undefined) {
      this.#cameraId = deviceId;
      return;
    }
    const open = (id: string | undefined) => captureCamera(this.#options, id);
    const track = await openBeside(this, video, open, deviceId);
    if (this.#listening.signal.aborted) track.stop();
    else this.replace(track);
  }

  /** Drops the picture. A camera is closed, so that its light goes out; a screen or the app's track is only blanked. */
  hidePicture(): void {
    const track = this.video;
    if (track === undefined) return;
    if (this.videoType === 'camera') {
      this.#cameraId = track.getSettings().deviceId;
      track.stop();
      this.stream.removeTrack(track);
    } else track.enabled = false;
  }

  /** Brings the picture back; opens the same camera again. Rejects as the capture does. */
  async showPicture(): Promise<MediaStreamTrack | undefined> {
    if (this.videoType === 'camera' && this.video === undefined) {
      const track = await captureCamera(this.#options, this.#cameraId);
      if (this.#listening.signal.aborted) track.stop();
      else this.add([track]);
    } else if (this.video !== undefined) this.video.enabled = true;
    return this.video;
  }

  /** Stops the tracks that were captured here. Idempotent. */
  close(): void {
    this.#listening.abort();
    for (const track of this.stream.getTracks()) this.#drop(track);
  }

  #drop(track: MediaStreamTrack): void {
    if (!this.isGiven(track)) track.stop();
    this.stream.removeTrack(track);
  }
}

/**
 * Opens a device while the present one goes on. Where the machine cannot have both open, the present one goes first, and
 * is opened again when the other does not open either.
 */
export async function openBeside(
  sources: Sources,
  present: MediaStreamTrack | undefined,
  open: (deviceId: string | undefined) => Promise<MediaStreamTrack>,
  deviceId: string | undefined,
): Promise<MediaStreamTrack> {
  try {
    return await open(deviceId);
  } catch (error) {
    const busy = error instanceof OTError && error.name === 'OT_HARDWARE_UNAVAILABLE';
    if (!busy || present === undefined || sources.isGiven(present)) throw error;
    const presentId = present.getSettings().deviceId;
    present.stop();
    return await open(deviceId).catch(async (failure: unknown) => {
      sources.replace(await open(presentId));
      throw failure;
    });
  }
}

/** Opens what the options name. With `picture: false` a camera is not opened yet, so that its light stays off. */
export async function openSources(
  options: CaptureOptions,
  picture: boolean,
  onEnded: (track: MediaStreamTrack) => void,
): Promise<Sources> {
  const given = [options.audioSource, options.videoSource].filter((source) => source instanceof MediaStreamTrack);
  if (isScreen(options.videoSource)) {
    const screen = await captureScreen(options);
    return fill({ options, videoType: 'screen', onEnded }, [...screen.getTracks(), ...given]);
  }
  const wanted = wantedDevices(options);
  const captured =
    wanted.audio || wanted.video ? await captureDevices(options, wanted, picture) : { tracks: [], hasCamera: false };
  const custom = options.videoSource instanceof MediaStreamTrack ? 'custom' : undefined;
  return fill({ options, videoType: captured.hasCamera ? 'camera' : custom, onEnded }, [...captured.tracks, ...given]);
}

function fill(deps: ConstructorParameters<typeof Sources>[0], tracks: readonly MediaStreamTrack[]): Sources {
  const sources = new Sources(deps);
  sources.add(tracks);
  return sources;
}
