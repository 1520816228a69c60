/** Plays media in a video element and lives with the browser's rule that sound needs a user's gesture. */
export class Playback {
  readonly video: HTMLVideoElement;
  readonly #onBlocked: (blocked: boolean) => void;
  readonly #closing = new AbortController();
  #volume = 1;
  #blocked = false;

  constructor(deps: {
    video: HTMLVideoElement;
    /** Sound became blocked, or free again. */
    onBlocked(blocked: boolean): void;
  }) {
    this.video = deps.video;
    this.#onBlocked = deps.onBlocked;
  }

  /** Whether sound is blocked now. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** Starts playing; when sound is refused, the picture plays alone. */
  start(stream: MediaStream): void {
    // A video that is moved in the page is paused by the browser.
    this.video.addEventListener('pause', () => void this.#play(), { signal: this.#closing.signal });
    this.video.srcObject = stream;
    this.#applyVolume();
    void this.#play();
  }

  /** Plays other media in the place of what is played. */
  exchange(stream: MediaStream): void {
    this.video.srcObject = stream;
    void this.#play();
  }

  /** `volume` 0 to 1. */
  setVolume(volume: number): void {
    const silent = this.#volume === 0;
    this.#volume = volume;
    this.#applyVolume();
    if (silent && volume > 0 && this.video.srcObject !== null) void this.#play();
  }

  /** Tries to play sound again; call in a user gesture. */
  async unblock(): Promise<void> {
    if (!this.#blocked) return;
    this.video.muted = this.#volume === 0;
    await this.#play();
  }

  /** Idempotent. */
  close(): void {
    this.#closing.abort();
    this.video.pause();
    this.video.srcObject = null;
  }

  #applyVolume(): void {
    this.video.volume = this.#volume;
    this.video.muted = this.#volume === 0 || this.#blocked;
  }

  async #play(): Promise<void> {
    const audible = !this.video.muted;
    try {
      await this.video.play();
      if (audible) this.#setBlocked(false);
    } catch (error) {
      // AbortError: a newer play() or close() took over.
      if (this.#closing.signal.aborted || !(error instanceof Error) || error.name !== 'NotAllowedError') return;
      this.#setBlocked(true);
      if (audible) {
        this.video.muted = true;
        await this.#play();
      }
    }
  }

  #setBlocked(blocked: boolean): void {
    if (this.#closing.signal.aborted || blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#onBlocked(blocked);
  }
}
