import { hideBanner, showBanner } from './banner.ts';
import type { Capture } from './capture.ts';
import { showEncryption } from './encryption-dialog.ts';
import type { Grid } from './grid.ts';
import { type Measured, readSent } from './measured.ts';
import type { Publisher, Session } from './sdk.ts';
import { createTile, type Tile } from './tile.ts';
import { toWords } from './words.ts';

/** The tiles speak of quality in one way, whichever end it is about. */
const QUALITY_OF = {
  unknown: 'unknown',
  critical: 'bad',
  warning: 'poor',
  fair: 'fair',
  good: 'good',
  excellent: 'excellent',
} as const;

/** The own tile: publishes what the capture has, and again when its devices change. */
export class OwnVideo {
  readonly #deps: { session: Session; capture: Capture; grid: Grid; name: string; changed(): void };
  readonly #tile: Tile = createTile('your video');
  #published: Publisher | undefined;

  constructor(deps: { session: Session; capture: Capture; grid: Grid; name: string; changed(): void }) {
    this.#deps = deps;
  }

  /** Shows the tile and publishes as soon as the session is connected; follows the capture until `signal` aborts. */
  open(signal: AbortSignal): void {
    const { capture, grid, session } = this.#deps;
    this.#tile.lock.addEventListener('click', () => this.#explain(), { signal });
    capture.addEventListener('change', () => this.#follow(), { signal });
    session.on('sessionConnected', () => {
      this.#tile.media.append(capture.view);
      grid.add(this.#tile, 'first');
      this.#follow();
    });
  }

  /** Where the numbers of the own stream come from. */
  get measured(): Measured | undefined {
    const publisher = this.#published;
    if (publisher?.stream === undefined) return undefined;
    return { name: 'You', key: publisher.stream.streamId, read: () => readSent(publisher) };
  }

  /** Shows the present state. */
  draw(): void {
    const { capture, name } = this.#deps;
    const stream = this.#published?.stream;
    capture.view.hidden = !capture.video;
    this.#tile.show({
      name,
      own: true,
      audio: capture.audio,
      video: capture.video && capture.publisher !== undefined,
      encryption: this.#published?.encryption,
      ...(stream === undefined ? {} : { seenBy: stream.subscriberCount }),
    });
  }

  #follow(): void {
    const { capture, session } = this.#deps;
    this.#tile.note(capture.problem === undefined ? '' : toWords(capture.problem));
    this.draw();
    if (capture.publisher === this.#published || !session.isConnected()) return;
    this.#published = capture.publisher;
    if (this.#published === undefined) return;
    this.#published.on('streamCreated streamDestroyed subscriberCountChanged', this.#deps.changed);
    this.#published.on('networkConditionChanged', ({ statsContainer }) => {
      this.#tile.rate(QUALITY_OF[statsContainer.stats.mediaLink.transport.networkCondition]);
    });
    this.#published.on('muteForced', () => {
      const unmute = { label: 'Unmute', run: () => capture.setAudio(true) };
      showBanner('The host has muted your microphone.', unmute);
    });
    this.#publish(this.#published);
  }

  #publish(publisher: Publisher): void {
    const { session, changed } = this.#deps;
    session.publish(publisher, (error) => {
      if (!error || this.#published !== publisher) return changed();
      const run = (): void => this.#publish(publisher);
      showBanner(`The others cannot see you. ${toWords(error)}`, { label: 'Try again', run });
    });
    hideBanner();
  }

  #explain(): void {
    const encryption = this.#published?.encryption;
    showEncryption('Encryption of your video', [{ title: 'From you to the server', encryption }]);
  }
}
