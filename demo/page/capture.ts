import { type Publisher, sdk } from './sdk.ts';

/** Ids of the devices to use; undefined is the browser's choice. */
export interface Devices {
  readonly microphone?: string | undefined;
  readonly camera?: string | undefined;
}

/**
 * The own camera and microphone. Its picture lives in `view`, which the faces of the page pass on to each other.
 * Fires `change` whenever anything it shows has changed.
 */
export class Capture extends EventTarget {
  /** Holds the preview. */
  readonly view: HTMLElement;
  #publisher: Publisher | undefined;
  #opening: Promise<void> | undefined;
  #devices: Devices;
  #audio: boolean;
  #video: boolean;
  #problem: unknown;

  constructor(deps: { devices?: Devices; audio?: boolean; video?: boolean } = {}) {
    super();
    this.#devices = deps.devices ?? {};
    this.#audio = deps.audio ?? true;
    this.#video = deps.video ?? true;
    this.view = document.createElement('div');
    this.view.className = 'capture';
  }

  /** Undefined until the devices are open, and after they failed or were closed. */
  get publisher(): Publisher | undefined {
    return this.#opening === undefined ? this.#publisher : undefined;
  }
  get audio(): boolean {
    return this.#audio;
  }
  get video(): boolean {
    return this.#video;
  }
  get devices(): Devices {
    return this.#devices;
  }
  /** Why there is no publisher, if it failed. */
  get problem(): unknown {
    return this.#problem;
  }

  /** Opens the devices, asking the user if need be; resolves either way, see {@link problem}. */
  open(): Promise<void> {
    if (this.#publisher !== undefined) return this.#opening ?? Promise.resolve();
    this.#opening ??= this.#start().finally(() => {
      this.#opening = undefined;
      this.#changed();
    });
    this.#changed();
    return this.#opening;
  }

  setAudio(on: boolean): void {
    this.#audio = on;
    this.#publisher?.publishAudio(on);
    this.#changed();
  }

  /** Turning the camera off also turns its light off; turning it on may fail when it has gone. */
  async setVideo(on: boolean): Promise<void> {
    this.#video = on;
    this.#changed();
    const publisher = this.publisher;
    if (publisher === undefined) return;
    await new Promise<void>((resolve) => {
      publisher.publishVideo(on, (error) => {
        if (error) this.#fail(error);
        resolve();
      });
    });
  }

  /** Changes to other devices, while the others go on seeing and hearing; when one fails, `problem` says why and the old one stays. */
  async choose(devices: Devices): Promise<void> {
    this.#devices = { ...this.#devices, ...devices };
    const { publisher } = this;
    const lacks =
      (devices.microphone !== undefined && publisher?.getAudioSource() === null) ||
      (devices.camera !== undefined && publisher?.getVideoSource().type === null);
    if (publisher !== undefined && !lacks) return await this.#exchange(publisher, devices);
    this.#discard();
    await this.open();
  }

  /** Turns everything off. Idempotent. */
  close(): void {
    this.#discard();
    this.view.remove();
  }

  async #exchange(publisher: Publisher, { microphone, camera }: Devices): Promise<void> {
    this.#problem = undefined;
    try {
      if (microphone !== undefined) await publisher.setAudioSource(microphone);
      if (camera !== undefined) await publisher.setVideoSource(camera);
      // A camera that had stopped by itself is off.
      if (camera !== undefined && this.#video) await publisher.publishVideo.promise(true);
    } catch (error) {
      this.#problem = error;
    }
    this.#readDevices(publisher);
    this.#changed();
  }

  #readDevices(publisher: Publisher): void {
    this.#devices = {
      microphone: idOf(publisher.getAudioSource()) ?? this.#devices.microphone,
      camera: publisher.getVideoSource().deviceId ?? this.#devices.camera,
    };
  }

  async #start(): Promise<void> {
    this.#problem = undefined;
    const { microphone, camera } = this.#devices;
    await new Promise<void>((resolve) => {
      const publisher = sdk().initPublisher(
        this.view,
        {
          insertMode: 'append',
          width: '100%',
          height: '100%',
          showControls: false,
          resolution: '1280x720',
          publishAudio: this.#audio,
          publishVideo: this.#video,
          ...(microphone === undefined ? {} : { audioSource: microphone }),
          ...(camera === undefined ? {} : { videoSource: camera }),
        },
        (error) => {
          if (error && this.#publisher === publisher) {
            this.#problem = error;
            this.#discard();
          }
          resolve();
        },
      );
      this.#publisher = publisher;
      this.#follow(publisher);
    });
  }

  #follow(publisher: Publisher): void {
    // The devices outlive the stream: a reconnect publishes again.
    publisher.on('streamDestroyed', (event) => event.preventDefault());
    publisher.on('mediaStopped', () => this.#fail(new Error('the device stopped')));
    publisher.on('muteForced', () => {
      this.#audio = false;
      this.#changed();
    });
    publisher.on('mediaStreamAvailable audioInputDeviceChanged', () => {
      this.#readDevices(publisher);
      this.#changed();
    });
  }

  #fail(error: unknown): void {
    this.#problem = error;
    this.#changed();
  }

  #discard(): void {
    this.#publisher?.destroy();
    this.#publisher = undefined;
    this.#opening = undefined;
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

function idOf(track: MediaStreamTrack | null): string | undefined {
  return track?.getSettings().deviceId;
}
