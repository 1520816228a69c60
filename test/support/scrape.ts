/** One line of Prometheus' text format: `name{label="value"} 1`. */
const SAMPLE = /^(\w+)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="([^"]*)"/g;

/** What a server said at `/metrics` at one moment. */
export class Scrape {
  readonly text: string;
  /** Name of each metric -> gauge, counter, histogram. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly #values = new Map<string, number>();

  constructor(text: string) {
    this.text = text;
    this.kinds = new Map([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', kind = '']) => [name, kind]));
    for (const line of text.split('\n')) {
      const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? [];
      if (value === undefined) continue;
      const pairs = [...labels.matchAll(LABEL)].map(([, label = '', word = '']) => [label, word] as const);
      this.#values.set(toKey(name, Object.fromEntries(pairs)), Number(value));
    }
  }

  /** The value of a metric for these labels, all of them; undefined when it has none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    return this.#values.get(toKey(name, labels));
  }
}

/** Reads `/metrics` of a server as whoever is on its machine. */
export async function scrape({ httpUrl }: { httpUrl: string }): Promise<Scrape> {
  const answer = await fetch(`${httpUrl}/metrics`);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`/metrics: ${answer.status} ${text}`);
  return new Scrape(text);
}

function toKey(name: string, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => a.localeCompare(b));
  return `${name} ${JSON.stringify(sorted)}`;
}
