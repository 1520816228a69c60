import { runJoin } from './join.ts';
import { type Part, parseOptions } from './options.ts';
import { describeCircumstances, writeResults } from './results.ts';
import { runSignaling } from './signaling/run.ts';

// npm run bench: round trips to the first frame, signaling per join, size of the SDK, and the signaling of many; see bench/README.md.

const options = parseOptions(process.argv.slice(2));
const command = ['npm run bench --', ...process.argv.slice(2)].join(' ').replace(/ --$/, '');

function finish(part: Part, results: string, browserVersion?: string): void {
  const report = `${describeCircumstances(command, browserVersion)}\n\n${results}`;
  console.log(`\n${report}`);
  if (options.write) writeResults(part, report);
}

if (options.parts.includes('join')) {
  const { report, browserVersion } = await runJoin(options);
  finish('join', report, browserVersion);
}
if (options.parts.includes('signaling')) {
  finish('signaling', await runSignaling(options.connections, options.profile));
}
