import type { Measured, Sample } from './measured.ts';
import { pageElement } from './page-element.ts';

/** Draws the numbers of one stream; see graphs.ts, which is loaded when the panel is opened first. */
export interface StreamGraphs {
  readonly element: HTMLElement;
  add(sample: Sample): void;
  close(): void;
}

/** What graphs.ts exports. */
interface GraphsPart {
  createGraphs(name: string): StreamGraphs;
}

const READ_EVERY_MS = 1_000;

/** The panel with graphs of each stream; reads nothing while it is closed. */
export class QualityPanel {
  readonly #list = pageElement('quality-streams', HTMLElement);
  readonly #streams: () => readonly Measured[];
  readonly #graphs = new Map<string, StreamGraphs>();
  #part: GraphsPart | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(streams: () => readonly Measured[]) {
    this.#streams = streams;
  }

  /** Begins to read; loads what draws when that is not there yet. */
  async open(): Promise<void> {
    this.#part ??= (await import(new URL('graphs.mjs', document.baseURI).href)) as GraphsPart;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#read(), READ_EVERY_MS);
    await this.#read();
  }

  /** Stops reading and forgets. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    for (const key of [...this.#graphs.keys()]) this.#remove(key);
  }

  async #read(): Promise<void> {
    const streams = this.#streams();
    const keys = new Set(streams.map(({ key }) => key));
    for (const key of [...this.#graphs.keys()]) if (!keys.has(key)) this.#remove(key);
    pageElement('quality-empty', HTMLElement).hidden = streams.length > 0;
    for (const { key, name } of streams) this.#show(key, name);
    await Promise.all(
      streams.map(async ({ key, read }) => {
        // Not connected yet, or no longer: there will be another moment.
        const sample = await read().catch(() => undefined);
        if (sample !== undefined) this.#graphs.get(key)?.add(sample);
      }),
    );
  }

  #show(key: string, name: string): void {
    if (this.#part === undefined || this.#graphs.has(key)) return;
    const graphs = this.#part.createGraphs(name);
    this.#graphs.set(key, graphs);
    this.#list.append(graphs.element);
  }

  #remove(key: string): void {
    this.#graphs.get(key)?.close();
    this.#graphs.delete(key);
  }
}
