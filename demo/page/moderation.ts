import type { Announce } from './announcer.ts';
import { showBanner } from './banner.ts';
import { pageElement } from './page-element.ts';
import type { PersonAction, PersonRow } from './people.ts';
import type { Session } from './sdk.ts';
import { toWords } from './words.ts';

/** What a host may do to the others: mute and remove, in the list of people. The server checks who is one. */
export class Moderation {
  readonly #session: Session;
  readonly #announce: Announce;
  #mutesNewcomers = false;

  constructor(deps: { session: Session; announce: Announce }) {
    this.#session = deps.session;
    this.#announce = deps.announce;
  }

  /** Follows the session until `signal` aborts. */
  open(signal: AbortSignal): void {
    this.#session.on('muteForced', ({ active }) => {
      this.#mutesNewcomers = active;
      this.draw();
    });
    pageElement('mute-all', HTMLButtonElement).addEventListener('click', () => this.#toggleAll(), { signal });
  }

  /** Shows the present state. */
  draw(): void {
    const button = pageElement('mute-all', HTMLButtonElement);
    button.hidden = this.#session.capabilities.forceMute === 0;
    button.textContent = this.#mutesNewcomers ? 'Let newcomers speak' : 'Mute everyone';
  }

  /** What can be done to somebody; nothing to oneself. */
  actionsFor({ id, name, media }: PersonRow): PersonAction[] {
    const { capabilities, connection } = this.#session;
    if (id === connection?.connectionId) return [];
    const mute = {
      name: 'Mute',
      label: `Mute ${name}`,
      run: () => this.#do(this.#mute(id), `${name} is muted.`),
    };
    const remove = {
      name: 'Remove',
      label: `Remove ${name}`,
      run: () => this.#do(this.#session.forceDisconnect(id), `${name} was removed.`),
    };
    return [
      ...(capabilities.forceMute === 1 && media?.audio === true ? [mute] : []),
      ...(capabilities.forceDisconnect === 1 ? [remove] : []),
    ];
  }

  async #mute(connectionId: string): Promise<void> {
    const streams = this.#session.streams.map((stream) => stream);
    const theirs = streams.filter(({ connection, hasAudio }) => hasAudio && connection.connectionId === connectionId);
    await Promise.all(theirs.map((stream) => this.#session.forceMuteStream(stream)));
  }

  #toggleAll(): void {
    const ownId = this.#session.connection?.connectionId;
    const own = this.#session.streams
      .map((stream) => stream)
      .filter((stream) => stream.connection.connectionId === ownId);
    if (this.#mutesNewcomers) this.#do(this.#session.disableForceMute(), 'Newcomers may speak.');
    else this.#do(this.#session.forceMuteAll(own), 'Everyone else is muted.');
  }

  #do(done: Promise<void>, words: string): void {
    done.then(
      () => this.#announce(words),
      (error: unknown) => showBanner(toWords(error)),
    );
  }
}
