import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { COMMANDS } from '../../../../src/server/commands/catalogue.ts';
import { toUsage } from '../../../../src/server/commands/command.ts';
import { parseCommandLine } from '../../../../src/server/commands/command-line.ts';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

/** A line of a shell as the words it hands over; the guides quote with " only. */
function toWords(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

test('every command that the guides tell to type is one', () => {
  const guides = ['docs/projects.md', 'docs/database.md', 'docs/operations.md'].map(read).join('\n');
  const blocks = [...guides.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
  const inLine = [...guides.matchAll(/`(npx conclave [^`]*)`/g)].map(([, line = '']) => line);
  const typed = [...blocks, ...inLine].flatMap((line) => {
    const [, command] = /(?:^npx conclave|src\/server\/cli\.ts) ((?:project|backup) \S.*)/.exec(line) ?? [];
    return command === undefined ? [] : [command];
  });
  assert.ok(typed.length > 8);
  for (const line of typed) assert.ok('work' in parseCommandLine(toWords(line)), line);
});

test('the reference in the guide is what the commands say of themselves', () => {
  const reference = COMMANDS.map(toUsage).join('\n');
  assert.ok(read('docs/projects.md').includes(`\`\`\`\n${reference}\n\`\`\``), reference);
});
