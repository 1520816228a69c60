import type { Announce } from './announcer.ts';
import { hideBanner, showBanner } from './banner.ts';
import type { Capture } from './capture.ts';
import type { Chat } from './chat.ts';
import { showCounts } from './counts.ts';
import type { Grid } from './grid.ts';
import { drawLock } from './lock.ts';
import type { Measured } from './measured.ts';
import { Moderation } from './moderation.ts';
import { OwnVideo } from './own-video.ts';
import { pageElement } from './page-element.ts';
import { showPeople } from './people.ts';
import { RemoteVideo } from './remote-video.ts';
import { Roster } from './roster.ts';
import { ScreenShare } from './screen-share.ts';
import type { Connection, Session, Stream } from './sdk.ts';

/** Turns the session's events into what the page shows: tiles, people, counts, locks, messages. */
export class CallEvents {
  readonly #session: Session;
  readonly #grid: Grid;
  readonly #chat: Chat;
  readonly #announce: Announce;
  readonly #roster = new Roster();
  readonly #videos = new Map<string, RemoteVideo>();
  readonly #moderation: Moderation;
  readonly #own: OwnVideo | undefined;
  readonly #capture: Capture | undefined;
  readonly #screen: ScreenShare | undefined;

  constructor(deps: {
    session: Session;
    grid: Grid;
    chat: Chat;
    announce: Announce;
    capture?: Capture;
    name: string;
  }) {
    this.#session = deps.session;
    this.#grid = deps.grid;
    this.#chat = deps.chat;
    this.#announce = deps.announce;
    const { session, capture, grid, name } = deps;
    this.#capture = capture;
    this.#moderation = new Moderation({ session, announce: deps.announce });
    this.#own = capture && new OwnVideo({ session, capture, grid, name, changed: () => this.#draw() });
    this.#screen = capture && new ScreenShare({ session, grid, name, announce: deps.announce });
  }

  /** The streams whose numbers can be read. */
  get measured(): Measured[] {
    const all = [this.#own?.measured, ...[...this.#videos.values()].map((video) => video.measured)];
    return all.filter((one) => one !== undefined);
  }

  /** Listens to the session, which forgets the listeners when the call closes. */
  open(signal: AbortSignal): void {
    const session = this.#session;
    this.#own?.open(signal);
    this.#screen?.open(signal);
    this.#moderation.open(signal);
    this.#capture?.addEventListener('change', () => this.#draw(), { signal });
    session.on('sessionConnected', () => this.#announce('You are in the meeting.'));
    session.on('sessionReconnecting', () => {
      showBanner('The connection is interrupted. It is being brought back…');
    });
    session.on('sessionReconnected', () => {
      hideBanner();
      this.#announce('The connection is back.');
    });
    session.on('connectionCreated', ({ connection }) => this.#joined(connection));
    session.on('connectionDestroyed', ({ connection }) => this.#left(connection));
    session.on('streamCreated', ({ stream }) => this.#published(stream));
    session.on('streamDestroyed', ({ stream }) => this.#unpublished(stream));
    session.on('streamPropertyChanged countsChanged encryptionChanged', () => this.#draw());
    session.on('signal:chat', ({ data, from }) => {
      const own = from?.connectionId === session.connection?.connectionId;
      this.#chat.show({ from: this.#roster.nameOf(from), text: String(data), own });
    });
    this.#draw();
  }

  #joined(connection: Connection): void {
    this.#roster.add(connection);
    const own = this.#session.connection;
    // Those who were here before are no news.
    if (own !== null && connection.creationTime > own.creationTime) {
      this.#announce(`${this.#roster.nameOf(connection)} joined.`);
    }
    this.#draw();
  }

  #left(connection: Connection): void {
    this.#roster.remove(connection);
    this.#announce(`${this.#roster.nameOf(connection)} left.`);
    this.#draw();
  }

  #published(stream: Stream): void {
    this.#roster.publish(stream);
    const video = new RemoteVideo({ stream, grid: this.#grid });
    this.#videos.set(stream.streamId, video);
    video.open(this.#session);
    this.#draw();
  }

  #unpublished(stream: Stream): void {
    this.#roster.unpublish(stream);
    this.#videos.get(stream.streamId)?.close();
    this.#videos.delete(stream.streamId);
    this.#draw();
  }

  #draw(): void {
    const session = this.#session;
    const { send, recv } = session.encryption;
    const weakest = [send, recv].find((leg) => leg?.keyBits === 128) ?? send ?? recv;
    const watching = new Set(session.connectionsNotPublishing.map(({ connectionId }) => connectionId));
    this.#own?.draw();
    this.#screen?.draw();
    for (const video of this.#videos.values()) video.draw();
    showCounts(session.counts);
    const media = { audio: this.#capture?.audio ?? false, video: this.#capture?.video ?? false };
    const rows = this.#roster.rows({ id: session.connection?.connectionId, media }, watching);
    showPeople(rows, (row) => this.#moderation.actionsFor(row));
    this.#moderation.draw();
    drawLock(pageElement('session-lock', HTMLButtonElement), 'this meeting', weakest);
    const alone = this.#roster.size === 1;
    pageElement('alone', HTMLElement).hidden = !alone;
    pageElement('no-videos', HTMLElement).hidden = alone || this.#own !== undefined || this.#videos.size > 0;
  }
}
