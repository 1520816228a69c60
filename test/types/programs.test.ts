import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const compilers = [
  ['TypeScript 7', 'node_modules/typescript/bin/tsc'],
  ['TypeScript 6', 'node_modules/@typescript/typescript6/bin/tsc6'],
] as const;

for (const [name, compiler] of compilers) {
  test(`${name} compiles programs written for OpenTok against the bundled types, and refuses their mistakes`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', 'test/types/programs'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(stdout + stderr, '');
    assert.equal(status, 0);
  });
}
