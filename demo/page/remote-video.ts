import { showBanner } from './banner.ts';
import { showEncryption } from './encryption-dialog.ts';
import type { Grid } from './grid.ts';
import { toPerson } from './person.ts';
import { type Session, type Stream, type Subscriber, sdk } from './sdk.ts';
import { createTile, type Tile } from './tile.ts';

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
    this.#name = toPerson(deps.stream.connection).name;
    this.#tile = createTile(`the video of ${this.#name}`);
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

  /** Shows the present state. */
  draw(): void {
    const { hasAudio, hasVideo } = this.#stream;
    const encryption = this.#subscriber?.encryption;
    this.#tile.show({ name: this.#name, audio: hasAudio, video: hasVideo, encryption });
  }

  close(): void {
    this.#grid.remove(this.#tile);
  }

  #explain(): void {
    const encryption = this.#subscriber?.encryption;
    showEncryption(`Encryption of ${this.#name}’s video`, [{ title: 'From the server to you', encryption }]);
  }
}
