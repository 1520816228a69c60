import type { Announce } from './announcer.ts';
import type { Ticket } from './api.ts';
import { hideBanner } from './banner.ts';
import { CallEvents } from './call-events.ts';
import type { Capture } from './capture.ts';
import { type Chat, openChat } from './chat.ts';
import { copyWithNotice } from './copy.ts';
import { showEncryption } from './encryption-dialog.ts';
import { createGrid, type Grid } from './grid.ts';
import { openLayout } from './layout.ts';
import type { Measured } from './measured.ts';
import { pageElement } from './page-element.ts';
import { openPanels } from './panels.ts';
import { QualityPanel } from './quality-panel.ts';
import { toLink } from './room-link.ts';
import { type Session, sdk } from './sdk.ts';
import { openMediaControls } from './toolbar.ts';

/** What a call is made of. */
export interface CallDeps {
  readonly ticket: Ticket;
  readonly roomId: string;
  readonly name: string;
  /** Absent for somebody who only watches. */
  readonly capture?: Capture;
  readonly announce: Announce;
  /** The session ended, with OpenTok's word for why. */
  ended(reason: string): void;
}

/** One stay in a meeting: the session and everything the page shows of it. */
export class Call {
  readonly #deps: CallDeps;
  readonly #session: Session;
  readonly #grid: Grid;
  readonly #closing = new AbortController();

  constructor(deps: CallDeps) {
    this.#deps = deps;
    this.#session = sdk().initSession(deps.ticket.apiKey, deps.ticket.sessionId);
    this.#grid = createGrid(pageElement('grid', HTMLElement));
  }

  /** Connects; rejects with the SDK's error, and is then closed. */
  async open(): Promise<void> {
    const { signal } = this.#closing;
    const { capture, announce } = this.#deps;
    hideBanner();
    openMediaControls(capture, announce, signal);
    const chat = this.#openPanels(() => events.measured);
    this.#openButtons();
    openLayout(this.#grid, announce, signal);
    const events = new CallEvents({ ...this.#deps, session: this.#session, grid: this.#grid, chat });
    events.open(signal);
    this.#session.on('sessionDisconnected', ({ reason }) => {
      this.close();
      this.#deps.ended(reason);
    });
    try {
      await this.#session.connect.promise(this.#deps.ticket.token);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Leaves; `ended` tells when it is done. */
  leave(): void {
    void this.#session.disconnect();
  }

  /** Forgets everything the page showed of it. Idempotent. */
  close(): void {
    this.#closing.abort();
    this.#session.off();
    this.#grid.close();
    for (const dialog of document.querySelectorAll('dialog')) dialog.close();
  }

  #openPanels(streams: () => readonly Measured[]): Chat {
    const { signal } = this.#closing;
    const send = (text: string): Promise<void> => this.#session.signal({ type: 'chat', data: text });
    const quality = new QualityPanel(streams);
    signal.addEventListener('abort', () => quality.close());
    const opened = { people: () => undefined, chat: () => chat.seen(), quality: () => void quality.open() };
    const panels = openPanels(
      { opened: (name) => opened[name](), closed: (name) => name === 'quality' && quality.close() },
      signal,
    );
    const chat: Chat = openChat({ send, isOpen: () => panels.isOpen('chat'), announce: this.#deps.announce }, signal);
    return chat;
  }

  #openButtons(): void {
    const { roomId, announce } = this.#deps;
    const { signal } = this.#closing;
    for (const id of ['copy-link', 'alone-copy', 'people-copy']) {
      const button = pageElement(id, HTMLButtonElement);
      button.addEventListener('click', () => void copyWithNotice(button, toLink(roomId), announce), { signal });
    }
    pageElement('leave', HTMLButtonElement).addEventListener('click', () => this.leave(), { signal });
    pageElement('session-lock', HTMLButtonElement).addEventListener(
      'click',
      () => {
        const { send, recv } = this.#session.encryption;
        showEncryption('Encryption of this meeting', [
          { title: 'From you to the server', encryption: send },
          { title: 'From the server to you', encryption: recv },
        ]);
      },
      { signal },
    );
  }
}
