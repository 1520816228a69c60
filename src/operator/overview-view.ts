import type { Overview, Totals, WorkerLoad } from '../protocol/operator.ts';
import type { Announce } from './announcer.ts';
import { readOverview } from './api.ts';
import { type CountName, createCountGraph } from './graphs.ts';
import { SampleHistory } from './history.ts';
import { pageElement, setFacts, setText } from './page-element.ts';
import { createTable } from './table.ts';
import { toCount, toDuration, toMoment, toPercent, toSize } from './words.ts';

const LONGEST_MS = 6 * 3_600_000;
/** Who listens is not told of every change of a busy server. */
const ANNOUNCED_EVERY_MS = 20_000;

const GRAPHS: readonly (readonly [CountName, string])[] = [
  ['sessions', 'Open sessions'],
  ['connections', 'Connections'],
  ['streams', 'Streams'],
  ['publishers', 'Publishing'],
  ['subscribers', 'Subscribing'],
  ['subscribingOnly', 'Only watching'],
];

const HEALTH: Readonly<Record<Overview['server']['status'], string>> = {
  healthy: 'Healthy',
  draining: 'Going down',
  unavailable: 'No media worker',
};

/** What the server says of itself: health, counts over time, media workers, callbacks. */
export class OverviewView {
  readonly #announce: Announce;
  readonly #history = new SampleHistory();
  readonly #graphs = GRAPHS.map(([name, title]) => createCountGraph(name, title));
  readonly #range = pageElement('range', HTMLSelectElement);
  readonly #workers = createTable<WorkerLoad>({
    caption: 'Media workers',
    key: ({ place }) => String(place),
    refuge: pageElement('server-title', HTMLElement),
    columns: [
      { title: 'Worker', text: ({ place }) => String(place + 1) },
      { title: 'Sessions', numeric: true, text: ({ sessions }) => String(sessions) },
      {
        title: 'Processor',
        numeric: true,
        text: ({ cpuShare }) => (cpuShare === undefined ? 'not measured yet' : toPercent(cpuShare)),
      },
      { title: 'Memory', numeric: true, text: ({ memoryBytes }) => toSize(memoryBytes) },
    ],
  });
  #told: Totals | undefined;
  #toldAtMs = 0;

  constructor(announce: Announce) {
    this.#announce = announce;
    pageElement('graphs', HTMLElement).append(...this.#graphs.map(({ element }) => element));
    pageElement('workers', HTMLElement).append(this.#workers.element);
  }

  /** Asks the server; the graphs and tables are drawn only when they are `shown`. Throws an ApiError. */
  async refresh(shown: boolean): Promise<void> {
    let overview = await readOverview(this.#history.lastAt);
    if (!this.#history.take(overview)) {
      overview = await readOverview(0);
      this.#history.take(overview);
    }
    showHealth(overview.server.status, HEALTH[overview.server.status]);
    if (!shown) return;
    this.#draw(overview);
    this.#showServer(overview);
    this.#tell(overview.totals);
  }

  /** The server gave no answer that could be shown. */
  unknown(): void {
    showHealth('unknown', 'No answer');
  }

  #draw({ now, totals }: Overview): void {
    const rangeMs = Number(this.#range.value);
    const from = now - rangeMs;
    const samples = [...this.#history.from(from, now - LONGEST_MS), { at: now, ...totals }];
    const words = this.#range.selectedOptions[0]?.text ?? '';
    for (const graph of this.#graphs) graph.draw(samples, { from, to: now, words });
  }

  #showServer({ now, server, workers, callbacks }: Overview): void {
    const { waiting, oldestAt, delivered, failed, givenUp } = callbacks;
    setFacts(pageElement('server-facts', HTMLDListElement), [
      ['Version', server.version],
      ['Running for', toDuration(now - server.startedAt)],
      ['Started', toMoment(server.startedAt, now)],
      ['Memory', toSize(server.memoryBytes)],
    ]);
    setFacts(pageElement('callback-facts', HTMLDListElement), [
      ['Waiting', String(waiting)],
      ['Oldest waits for', oldestAt === undefined ? '–' : toDuration(now - oldestAt)],
      ['Delivered', String(delivered)],
      ['Failed attempts', String(failed)],
      ['Given up', String(givenUp)],
    ]);
    pageElement('workers-empty', HTMLElement).hidden = workers.length > 0;
    this.#workers.element.hidden = workers.length === 0;
    this.#workers.update(workers);
  }

  #tell(totals: Totals): void {
    const { sessions, connections, streams } = totals;
    const same =
      this.#told?.sessions === sessions && this.#told.connections === connections && this.#told.streams === streams;
    if (same || performance.now() - this.#toldAtMs < ANNOUNCED_EVERY_MS) return;
    const first = this.#told === undefined;
    this.#told = totals;
    // The first numbers are read with the page.
    if (first) return;
    this.#toldAtMs = performance.now();
    const words = [toCount(sessions, 'open session'), toCount(connections, 'connection'), toCount(streams, 'stream')];
    this.#announce(`Now ${words.join(', ')}.`);
  }
}

function showHealth(status: string, words: string): void {
  const health = pageElement('health', HTMLElement);
  setText(health, words);
  health.dataset.status = status;
}
