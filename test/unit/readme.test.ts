import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the README gives a reason for each dependency, and names no other', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json'));
  const text = read('README.md').split('## Dependencies')[1]?.split('\n## ')[0] ?? '';
  const reasons = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| package'));
  const named = reasons.flatMap((line) => (line.split('|')[1] ?? '').split(',').map((name) => name.trim()));
  assert.deepEqual(named.sort(), Object.keys({ ...dependencies, ...optionalDependencies }).sort());
  for (const name of Object.keys(devDependencies)) {
    const family = name.startsWith('@rollup/') ? 'rollup with its plugins' : name;
    assert.ok(text.includes(family), `README.md, Dependencies: say what ${name} is for`);
  }
});

test('each document the README links to exists', () => {
  const links = [...read('README.md').matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path = '']) => path);
  assert.ok(links.length > 3);
  for (const path of links) assert.doesNotThrow(() => read(path), `README.md links to ${path}`);
});
