import type { SessionItem } from '../protocol/operator.ts';
import type { Announce } from './announcer.ts';
import { readProjects, readSessions, type SessionChoice } from './api.ts';
import { create, pageElement, setText } from './page-element.ts';
import { createPager } from './pager.ts';
import { createTable } from './table.ts';
import { toCount, toMoment } from './words.ts';

const PAGE_SIZE = 25;
const TYPING_MS = 300;

/** The address of a session within the page. */
export const toSessionHash = (id: string): string => `#session=${encodeURIComponent(id)}`;

/** The list of sessions with what it is narrowed by. */
export class SessionList {
  readonly #announce: Announce;
  readonly #search = pageElement('search', HTMLInputElement);
  readonly #project = pageElement('project', HTMLSelectElement);
  readonly #state = pageElement('state', HTMLSelectElement);
  readonly #empty = pageElement('sessions-empty', HTMLElement);
  readonly #pager;
  readonly #table = createTable<SessionItem>({
    caption: 'Sessions',
    key: ({ id }) => id,
    refuge: pageElement('sessions-title', HTMLElement),
    columns: [
      {
        title: 'Session',
        id: true,
        control: ({ id }) => create('a', { href: toSessionHash(id), title: id }, id),
      },
      { title: 'Project', id: true, text: ({ projectId }) => projectId },
      { title: 'Created', text: ({ createdAt }) => toMoment(createdAt) },
      { title: 'Connections', numeric: true, text: ({ connections }) => String(connections) },
      { title: 'Publishing', numeric: true, text: ({ publishers }) => String(publishers) },
      { title: 'Only watching', numeric: true, text: ({ subscribingOnly }) => String(subscribingOnly) },
      { title: 'Streams', numeric: true, text: ({ streams }) => String(streams) },
    ],
  });
  #chosen = false;

  constructor(announce: Announce, onChange: () => void) {
    this.#announce = announce;
    this.#pager = createPager('Pages of sessions', PAGE_SIZE, onChange);
    pageElement('sessions', HTMLElement).append(this.#table.element, this.#pager.element);
    const change = (): void => {
      this.#chosen = true;
      this.#pager.reset();
      onChange();
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    this.#search.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(change, TYPING_MS);
    });
    for (const choice of [this.#project, this.#state]) choice.addEventListener('change', change);
    pageElement('session-filter', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());
  }

  /** Learns which projects there are. Throws an ApiError. */
  async open(): Promise<void> {
    const { items } = await readProjects();
    const chosen = this.#project.value;
    const options = items.map(({ id, name }) => create('option', { value: id }, name === '' ? id : `${name} (${id})`));
    this.#project.replaceChildren(create('option', { value: '' }, 'All projects'), ...options);
    this.#project.value = items.some(({ id }) => id === chosen) ? chosen : '';
  }

  /** Asks the server. Throws an ApiError. */
  async refresh(): Promise<void> {
    const choice = this.#choice;
    const { count, items } = await readSessions(choice);
    if (!this.#pager.update(count)) return await this.refresh();
    this.#table.update(items);
    this.#table.element.hidden = items.length === 0;
    this.#empty.hidden = items.length > 0;
    setText(this.#empty, toEmptyWords(choice));
    if (this.#chosen) this.#announce(`${toCount(count, 'session')} found.`);
    this.#chosen = false;
  }

  get #choice(): SessionChoice {
    const { offset, count } = this.#pager;
    const state = this.#state.value === 'created' ? 'created' : 'open';
    return { state, project: this.#project.value, search: this.#search.value.trim(), offset, count };
  }
}

function toEmptyWords({ state, project, search }: SessionChoice): string {
  if (project !== '' || search !== '') return 'No session fits what you are looking for.';
  return state === 'open'
    ? 'No session is open. One is opened when the first client connects.'
    : 'No session has been created yet.';
}
