import { showBanner } from './banner.ts';
import { showEncryption } from './encryption-dialog.ts';
import type { Grid } from './grid.ts';
import { type Measured, readReceived } from './measured.ts';
import { toPerson } from './person.ts';
import { type Session, type Stream, type Subscriber, sdk } from './sdk.ts';
import { createTile, type Tile } from './tile.ts';

/** From this loudness on somebody speaks. */
const SPEAKING_LEVEL = 0.1;
const QUALITIES = ['bad', 'poor', 'fair', 'good', 'excellent', 'unknown'];

/** The worse of two qualities; one that is unknown counts for nothing. */
function worse(one: string, other: string): string {
  return QUALITIES.indexOf(one) <= QUALITIES.indexOf(other) ? one : other;
}

/** The tile of somebody else's stream, subscribed for as long as it is shown. */
export class RemoteVideo {
  readonly #stream: Stream;
  readonly #grid: Grid;
  readonly #name: string;
  readonly #tile: Tile;
  #subscriber: Subscriber | undefined;

  constructor(deps: { stream: Stream; grid: Grid }) {
    this.#stream = deps.stream;
    this.#grid = deps.grid;
    const { name } = toPerson(deps.stream.connection);
    const screen = deps.stream.videoType === 'screen';
    this.#name = screen ? `Screen of ${name}` : name;
    this.#tile = createTile(screen ? `the screen of ${name}` : `the video of ${name}`);
    this.#tile.element.classList.toggle('is-screen', screen);
  }

  /** Shows the tile and subscribes. */
  open(session: Session): void {
    this.#grid.add(this.#tile, 'last');
    this.#tile.lock.addEventListener('click', () => this.#explain());
    this.draw();
    this.#subscriber = session.subscribe(
      this.#stream,
      this.#tile.media,
      { insertMode: 'append', width: '100%', height: '100%', showControls: false },
      () => this.draw(),
    );
    this.#subscriber?.on('qualityScoreChanged', ({ qualityScore: { audioQuality, videoQuality } }) => {
      this.#tile.rate(worse(audioQuality, videoQuality));
    });
    this.#subscriber?.on('audioLevelUpdated', ({ audioLevel }) => {
      if (audioLevel > SPEAKING_LEVEL) this.#grid.hear(this.#tile);
    });
    this.#subscriber?.on('disconnected', () => this.#tile.note('Interrupted…'));
    this.#subscriber?.on('connected', () => {
      this.#tile.note('');
      this.draw();
    });
    this.#subscriber?.on('audioBlocked', () => {
      showBanner('The browser holds the sound back until you say so.', {
        label: 'Play the sound',
        run: () => void sdk().unblockAudio(),
      });
    });
  }

  /** What it is of, and where its numbers come from. */
  get measured(): Measured | undefined {
    const subscriber = this.#subscriber;
    return subscriber && { name: this.#name, key: this.#stream.streamId, read: () => readReceived(subscriber) };
  }

  /** Shows the present state. */
  draw(): void {
    const { hasAudio, hasVideo } = this.#stream;
    const encryption = this.#subscriber?.encryption;
    // A screen without sound is as it should be.
    const audio = hasAudio || this.#stream.videoType === 'screen';
    this.#tile.show({ name: this.#name, audio, video: hasVideo, encryption });
  }

  close(): void {
    this.#grid.remove(this.#tile);
  }

  #explain(): void {
    const encryption = this.#subscriber?.encryption;
    showEncryption(`Encryption of ${this.#name}’s video`, [{ title: 'From the server to you', encryption }]);
  }
}
