import type { Announce } from './announcer.ts';
import { hideBanner, showBanner } from './banner.ts';
import type { Grid } from './grid.ts';
import { pageElement } from './page-element.ts';
import { type Publisher, type Session, sdk } from './sdk.ts';
import { drawSwitch, SCREEN } from './switch-button.ts';
import { createTile, type Tile } from './tile.ts';
import { toWords } from './words.ts';

/** Sharing the own screen beside the camera, with a tile that shows what the others see. */
export class ScreenShare {
  readonly #deps: { session: Session; grid: Grid; name: string; announce: Announce };
  readonly #button = pageElement('share-screen', HTMLButtonElement);
  #publisher: Publisher | undefined;
  #tile: Tile | undefined;

  constructor(deps: { session: Session; grid: Grid; name: string; announce: Announce }) {
    this.#deps = deps;
  }

  /** Shows the button where the browser can share a screen. Ends with `signal`. */
  open(signal: AbortSignal): void {
    void sdk()
      .checkScreenSharingCapability()
      .then(({ supported }) => {
        this.#button.hidden = !supported || signal.aborted;
      });
    this.#button.addEventListener('click', () => (this.#publisher ? this.#stop() : this.#start()), { signal });
    signal.addEventListener('abort', () => {
      this.#stop();
      this.#button.hidden = true;
    });
    this.#draw();
  }

  /** Shows the present state. */
  draw(): void {
    const { name } = this.#deps;
    const encryption = this.#publisher?.encryption;
    this.#tile?.show({ name: `Screen of ${name}`, own: true, audio: true, video: true, encryption });
  }

  #start(): void {
    const { session, name } = this.#deps;
    const publisher = sdk().initPublisher(
      { videoSource: 'screen', insertDefaultUI: false, name, videoContentHint: 'detail' },
      (error) => error && this.#failed(publisher, error),
    );
    this.#publisher = publisher;
    publisher.on('videoElementCreated', ({ element }) => {
      this.#show(element);
      session.publish(publisher, (error) => {
        if (error) this.#failed(publisher, error);
        else this.#deps.announce('You are sharing your screen.');
      });
    });
    // The browser's own button ends it too.
    publisher.on('destroyed', () => this.#ended(publisher));
    this.#draw();
  }

  #show(element: HTMLVideoElement): void {
    hideBanner();
    this.#tile = createTile('your screen');
    this.#tile.element.classList.add('is-screen');
    this.#tile.media.append(element);
    this.#deps.grid.add(this.#tile, 'last');
    this.draw();
  }

  #failed(publisher: Publisher, error: Error): void {
    this.#ended(publisher);
    publisher.destroy();
    // Who closes the browser's picker has changed their mind, and knows it.
    if (error.name !== 'OT_USER_MEDIA_ACCESS_DENIED') showBanner(`Your screen is not shared. ${toWords(error)}`);
  }

  #stop(): void {
    this.#publisher?.destroy();
  }

  #ended(publisher: Publisher): void {
    if (this.#publisher !== publisher) return;
    this.#publisher = undefined;
    if (this.#tile !== undefined) {
      this.#deps.grid.remove(this.#tile);
      this.#deps.announce('Your screen is no longer shared.');
    }
    this.#tile = undefined;
    this.#draw();
  }

  #draw(): void {
    drawSwitch(this.#button, SCREEN, this.#publisher === undefined, true);
  }
}
