import { SerialQueue } from '../../base/serial-queue.ts';
import type { MediaProcessorConnector } from './connector.ts';

/** The tracks of one kind on their way through a connector. Until it has made something of a track there is nothing: never the raw one. */
export class TrackProcessing {
  readonly #queue = new SerialQueue();
  #connector: MediaProcessorConnector | undefined;
  #source: MediaStreamTrack | undefined;
  #output: MediaStreamTrack | undefined;

  /** Whether there is a connector. */
  get active(): boolean {
    return this.#connector !== undefined;
  }

  /** What is to be used in place of `track`; undefined while that is not ready. */
  outputOf(track: MediaStreamTrack | undefined): MediaStreamTrack | undefined {
    if (this.#connector === undefined || track === undefined) return track;
    return this.#source === track ? this.#output : undefined;
  }

  /** Takes another connector, or none, for `track` and those that {@link follow}; what it rejects with is rejected, and the last one stays. */
  use(connector: MediaProcessorConnector | undefined, track: MediaStreamTrack | undefined): Promise<void> {
    return this.#queue.run(async () => {
      const output = connector && track && (await connector.setTrack(track));
      const last = this.#connector;
      this.#connector = connector;
      this.#source = track;
      this.#output = output;
      await last?.destroy();
    });
  }

  /** The source is this track now. */
  follow(track: MediaStreamTrack | undefined): Promise<void> {
    return this.#queue.run(async () => {
      const connector = this.#connector;
      if (connector === undefined || track === undefined || track === this.#source) return;
      this.#output = undefined;
      this.#source = track;
      this.#output = await connector.setTrack(track);
    });
  }

  /** Ends the processing. Idempotent. */
  close(): void {
    // The app's connector may fail to end; there is nobody left to tell.
    this.use(undefined, undefined).catch(() => undefined);
  }
}
