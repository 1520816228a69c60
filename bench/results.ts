import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const readme = fileURLToPath(new URL('README.md', import.meta.url));
const [opening, closing] = ['<!-- results: written by npm run bench -->', '<!-- end of results -->'];

/** When, where and how the numbers were made. */
export function describeCircumstances(command: string, browserVersion: string): string {
  const date = new Date().toISOString().slice(0, 10);
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${date}, ${availableParallelism()} cores of ${cpu}, Node ${process.versions.node}, Chromium ${browserVersion}. Command: \`${command}\``;
}

/** Puts the results into bench/README.md, in place of the last ones. */
export function writeResults(results: string): void {
  const text = readFileSync(readme, 'utf8');
  const from = text.indexOf(opening);
  const to = text.indexOf(closing);
  if (from < 0 || to < from) throw new Error(`bench/README.md has lost its markers ${opening} and ${closing}`);
  writeFileSync(readme, `${text.slice(0, from)}${opening}\n\n${results}\n\n${text.slice(to)}`);
}
