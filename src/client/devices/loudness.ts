/** How many samples one reading looks at: 43 ms at 48 kHz, about the time between two readings. */
const SAMPLES = 2048;

/** Measures how loud a captured track is. The first reading opens what it needs. */
export class Loudness {
  readonly #samples = new Float32Array(SAMPLES);
  #context: AudioContext | undefined;
  #analyser: AnalyserNode | undefined;
  #source: MediaStreamAudioSourceNode | undefined;
  #track: MediaStreamTrack | undefined;

  /**
   * The peak of the last moments, 0 to 1; undefined without a live track, and while the browser does not let Web Audio run:
   * before a user gesture, or where the context stays suspended.
   */
  read(track: MediaStreamTrack | undefined): number | undefined {
    if (track?.readyState !== 'live') return undefined;
    this.#context ??= new AudioContext();
    this.#listen(this.#context, track);
    if (this.#context.state !== 'running') {
      // Without a gesture the browser would refuse, with a line in the console every time.
      if (navigator.userActivation?.hasBeenActive !== false) this.#context.resume().catch(() => undefined);
      return undefined;
    }
    this.#analyser?.getFloatTimeDomainData(this.#samples);
    return Math.min(
      1,
      this.#samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0),
    );
  }

  /** Gives back what {@link read} opened, which may be used again. Idempotent. */
  close(): void {
    this.#source?.disconnect();
    void this.#context?.close();
    this.#context = undefined;
    this.#analyser = undefined;
    this.#source = undefined;
    this.#track = undefined;
  }

  #listen(context: AudioContext, track: MediaStreamTrack): void {
    if (track === this.#track) return;
    this.#source?.disconnect();
    this.#analyser ??= new AnalyserNode(context, { fftSize: SAMPLES });
    this.#source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
    this.#source.connect(this.#analyser);
    this.#track = track;
  }
}
