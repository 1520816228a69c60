import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Part } from './options.ts';

const readme = fileURLToPath(new URL('README.md', import.meta.url));
/** Where the results of each part stand. */
const MARKERS: Readonly<Record<Part, readonly [opening: string, closing: string]>> = {
  join: ['<!-- results: written by npm run bench -->', '<!-- end of results -->'],
  signaling: ['<!-- results of signaling: written by npm run bench -->', '<!-- end of results of signaling -->'],
};

/** When, where and how the numbers were made. */
export function describeCircumstances(command: string, browserVersion?: string): string {
  const date = new Date().toISOString().slice(0, 10);
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  const browser = browserVersion === undefined ? '' : `, Chromium ${browserVersion}`;
  return `${date}, ${availableParallelism()} cores of ${cpu}, Node ${process.versions.node}${browser}. Command: \`${command}\``;
}

/** Puts the results of a part into bench/README.md, in place of its last ones. */
export function writeResults(part: Part, results: string): void {
  const [opening, closing] = MARKERS[part];
  const text = readFileSync(readme, 'utf8');
  const from = text.indexOf(opening);
  const to = text.indexOf(closing);
  if (from < 0 || to < from) throw new Error(`bench/README.md has lost its markers ${opening} and ${closing}`);
  writeFileSync(readme, `${text.slice(0, from)}${opening}\n\n${results}\n\n${text.slice(to)}`);
}
