import type { ConnectionItem, SessionDetail, StreamItem } from '../protocol/operator.ts';
import type { Announce } from './announcer.ts';
import { ApiError, readSession } from './api.ts';
import { confirmDisconnect, showData } from './connection-dialogs.ts';
import { create, pageElement, setFacts, setText } from './page-element.ts';
import { createPager } from './pager.ts';
import { type Column, createTable } from './table.ts';
import { toCount, toDirectionWords, toMoment, toPictureWords, toTrackWords } from './words.ts';

const PAGE_SIZE = 25;

/** A stream with whose it is. */
interface OwnedStream extends StreamItem {
  readonly owner: string;
}

const STREAM_COLUMNS: readonly Column<OwnedStream>[] = [
  { title: 'Stream', id: true, text: ({ id }) => id },
  { title: 'Of connection', id: true, text: ({ owner }) => owner },
  { title: 'Since', whole: true, text: ({ createdAt }) => toMoment(createdAt) },
  { title: 'Picture', text: toPictureWords },
  { title: 'Video', text: ({ tracks }) => toTrackWords(tracks, 'video') },
  { title: 'Audio', text: ({ tracks }) => toTrackWords(tracks, 'audio') },
  { title: 'Subscribers', numeric: true, text: ({ subscribers }) => String(subscribers) },
];

/** One session: who is in it, what is published, and how the media gets on. */
export class SessionView {
  readonly #announce: Announce;
  readonly #refresh: () => Promise<void>;
  readonly #pager;
  readonly #connections;
  readonly #streams = createTable<OwnedStream>({
    caption: 'Streams',
    key: ({ id }) => id,
    refuge: pageElement('streams-title', HTMLElement),
    columns: STREAM_COLUMNS,
  });
  #id = '';
  #known = new Map<string, ConnectionItem>();
  #count: number | undefined;

  constructor(announce: Announce, refresh: () => Promise<void>) {
    this.#announce = announce;
    this.#refresh = refresh;
    this.#pager = createPager('Pages of connections', PAGE_SIZE, () => void refresh());
    this.#connections = createTable<ConnectionItem>({
      caption: 'Connections',
      key: ({ id }) => id,
      refuge: pageElement('connections-title', HTMLElement),
      columns: this.#columns(),
    });
    pageElement('connections', HTMLElement).append(this.#connections.element, this.#pager.element);
    pageElement('streams', HTMLElement).append(this.#streams.element);
  }

  /** Shows another session from now on. */
  choose(id: string): void {
    if (id === this.#id) return;
    this.#id = id;
    this.#count = undefined;
    this.#known = new Map();
    this.#pager.reset();
    setText(pageElement('session-id', HTMLElement), id);
    this.#connections.update([]);
    this.#streams.update([]);
    this.#say('');
  }

  /** Asks the server for the session and what its media measures. Throws an ApiError. */
  async refresh(): Promise<void> {
    const id = this.#id;
    const detail = await readSession(id, this.#pager).catch((error: unknown) => {
      if (error instanceof ApiError && error.kind === 'gone') return undefined;
      throw error;
    });
    // Another may have been chosen meanwhile.
    if (id !== this.#id) return;
    pageElement('session-missing', HTMLElement).hidden = detail !== undefined;
    pageElement('session-parts', HTMLElement).hidden = detail === undefined;
    if (detail === undefined) return;
    if (!this.#pager.update(detail.count)) return await this.refresh();
    this.#show(detail);
  }

  #show({ session, count, connections }: SessionDetail): void {
    this.#known = new Map(connections.map((connection) => [connection.id, connection]));
    setFacts(pageElement('session-facts', HTMLDListElement), [
      ['Project', session.projectId],
      ['Created', toMoment(session.createdAt)],
      ['Media', session.mediaMode],
      ['End-to-end encryption', session.e2ee ? 'yes' : 'no'],
      ['Least encryption', session.minimumEncryption?.toUpperCase() ?? 'any'],
      ['Connections', toConnections(session)],
      ['Publishing', String(session.publishers)],
      ['Only watching', String(session.subscribingOnly)],
      ...(session.zone === undefined ? [] : [['Zone', session.zone] as const]),
    ]);
    const streams = connections.flatMap((connection) =>
      connection.streams.map((stream) => ({ ...stream, owner: connection.id })),
    );
    this.#connections.update(connections);
    this.#streams.update(streams);
    this.#connections.element.hidden = connections.length === 0;
    this.#streams.element.hidden = streams.length === 0;
    pageElement('connections-empty', HTMLElement).hidden = connections.length > 0;
    pageElement('streams-empty', HTMLElement).hidden = streams.length > 0;
    if (this.#count !== undefined && this.#count !== count) {
      this.#announce(`Now ${toCount(count, 'connection')} in this session.`);
    }
    this.#count = count;
  }

  #columns(): Column<ConnectionItem>[] {
    return [
      { title: 'Connection', id: true, text: ({ id }) => id },
      { title: 'Role', text: ({ role, permissions }) => `${role}\nmay ${permissions.join(', ')}` },
      {
        title: 'Since',
        whole: true,
        text: ({ createdAt, away }) => `${toMoment(createdAt)}${away ? '\nline is cut' : ''}`,
      },
      { title: 'Publishes', numeric: true, text: ({ streams }) => String(streams.length) },
      { title: 'Receives', numeric: true, text: ({ subscribesTo }) => String(subscribesTo.length) },
      { title: 'Sending', whole: true, text: ({ send }) => toDirectionWords(send) },
      { title: 'Receiving', whole: true, text: ({ recv }) => toDirectionWords(recv) },
      {
        title: 'Round trip',
        numeric: true,
        whole: true,
        text: ({ roundTripMs }) => (roundTripMs === undefined ? '–' : `${Math.round(roundTripMs)} ms`),
      },
      { title: 'Actions', control: ({ id }) => this.#createActions(id) },
    ];
  }

  #createActions(id: string): HTMLElement {
    const short = id.slice(0, 8);
    const data = create('button', { type: 'button', 'aria-label': `Show data of ${short}` }, 'Show data');
    const end = create(
      'button',
      { type: 'button', class: 'danger', 'aria-label': `Disconnect ${short}` },
      'Disconnect',
    );
    const withCurrent = (act: (connection: ConnectionItem) => Promise<void>) => () => {
      const connection = this.#known.get(id);
      if (connection !== undefined) void act(connection);
    };
    data.addEventListener(
      'click',
      withCurrent((connection) => showData({ sessionId: this.#id, connection })),
    );
    end.addEventListener(
      'click',
      withCurrent((connection) => this.#disconnect(connection)),
    );
    return create('div', { class: 'actions' }, data, end);
  }

  async #disconnect(connection: ConnectionItem): Promise<void> {
    const said = await confirmDisconnect({ sessionId: this.#id, connection });
    if (said === undefined) return;
    this.#say(said);
    await this.#refresh();
  }

  /** Says what was done, to everybody: the line is a live region. */
  #say(text: string): void {
    setText(pageElement('session-note', HTMLElement), text);
  }
}

function toConnections({ connections, maxConnections }: SessionDetail['session']): string {
  return maxConnections === undefined ? String(connections) : `${connections} of ${maxConnections}`;
}
