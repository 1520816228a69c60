import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { type Scrape, scrape } from '../support/scrape.ts';
import { startServer, type TestServer } from '../support/server.ts';

interface Documented {
  readonly kind: string;
  readonly labels: readonly string[];
}

/** A query of the dashboard, of a panel or of a variable. */
type Query = { readonly expr: string; readonly panel: string };

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The rows of the tables in docs/metrics.md: `| `name` | kind | labels | ...`, marked * where Linux alone has them. */
function readDocument(): Map<string, Documented> {
  const rows = [...read('docs/metrics.md').matchAll(/^\| `(\w+)`( \*)? \| (\w+) \| ([^|]*)\|/gm)];
  const here = rows.filter(([, , linuxOnly]) => linuxOnly === undefined || process.platform === 'linux');
  return new Map(
    here.map(([, name = '', , kind = '', labels = '']) => [
      name,
      {
        kind,
        labels: labels
          .split(',')
          .map((label) => label.trim())
          .filter((label) => label !== ''),
      },
    ]),
  );
}

function readQueries(): Query[] {
  const dashboard = JSON.parse(read('etc/grafana-dashboard.json'));
  const panels = dashboard.panels.flatMap(({ title, targets = [] }: { title: string; targets?: { expr: string }[] }) =>
    targets.map(({ expr }) => ({ expr, panel: title })),
  );
  const variables = dashboard.templating.list.flatMap(({ name, query }: { name: string; query: { query?: string } }) =>
    query.query === undefined ? [] : [{ expr: query.query, panel: name }],
  );
  return [...panels, ...variables];
}

describe('what is written about the metrics', () => {
  let server: TestServer;
  let now: Scrape;
  const documented = readDocument();
  before(async () => {
    server = await startServer();
    await createSdkSession(createOfficialSdk(server));
    now = await scrape(server);
  });
  after(() => server.close());

  test('names every metric of a running server, and no other, with its kind', () => {
    const kinds = [...documented].map(([name, { kind }]) => [name, kind]);
    assert.deepEqual(Object.fromEntries(kinds), Object.fromEntries(now.kinds));
  });

  test('names the labels of each', () => {
    for (const [name, { labels }] of documented) {
      const sample = new RegExp(`^${name}(?:_count)?(?:\\{(.*)\\})? \\S+$`, 'm').exec(now.text);
      if (sample === null) continue;
      const shown = [...(sample[1] ?? '').matchAll(/(\w+)="/g)].map(([, label]) => label);
      assert.deepEqual(shown.sort(), [...labels].sort(), name);
    }
  });

  test('each query of the dashboard uses metrics and labels that are there', () => {
    const queries = readQueries();
    assert.ok(queries.length > 30);
    for (const { expr, panel } of queries) {
      const names = [...expr.matchAll(/\b(?:conclave|process|nodejs)_\w+/g)].map(([name]) => {
        const base = name.replace(/_(?:bucket|sum|count)$/, '');
        return now.kinds.get(base) === 'histogram' ? base : name;
      });
      assert.notEqual(names.length, 0, `${panel}: ${expr}`);
      for (const name of names) assert.ok(now.kinds.has(name), `${panel}: there is no ${name}`);
      const known = ['le', 'instance', ...names.flatMap((name) => documented.get(name)?.labels ?? [])];
      const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(', '));
      for (const label of grouped) assert.ok(known.includes(label), `${panel}: ${names} has no label ${label}`);
    }
  });
});
