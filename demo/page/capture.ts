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

  /** Changes to other devices; when they fail, `problem` says why and the publisher is gone. */
  async choose(devices: Devices): Promise<void> {
    this.#devices = { ...this.#devices, ...devices };
    // Some machines cannot open two cameras at once, so the old one goes first.
    this.#discard();
    await this.open();
  }

  /** Turns everything off. Idempotent. */
  close(): void {
    this.#discard();
    this.view.remove();
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
    // The devices outlive the stream: a reconnect or a device change publishes again.
    publisher.on('streamDestroyed', (event) => event.preventDefault());
    publisher.on('mediaStopped', () => this.#fail(new Error('the device stopped')));
    publisher.on('mediaStreamAvailable', ({ mediaStream }) => {
      this.#devices = {
        microphone: idOf(mediaStream.getAudioTracks()[0]) ?? this.#devices.microphone,
        camera: idOf(mediaStream.getVideoTracks()[0]) ?? this.#devices.camera,
      };
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

function idOf(track: MediaStreamTrack | undefined): string | undefined {
  return track?.getSettings().deviceId;
}
