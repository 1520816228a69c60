import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Disposer } from '../../../src/base/disposer.ts';

test('steps run once, newest first', () => {
  const disposer = new Disposer();
  const seen: number[] = [];
  disposer.add(() => seen.push(1));
  disposer.add(() => seen.push(2));
  disposer.dispose();
  disposer.dispose();
  assert.deepEqual(seen, [2, 1]);
});

test('a step that throws does not keep the others from running', () => {
  const disposer = new Disposer();
  let ran = false;
  disposer.add(() => {
    ran = true;
  });
  disposer.add(() => {
    throw new Error('stuck');
  });
  assert.throws(() => disposer.dispose(), /stuck/);
  assert.equal(ran, true);
});

test('a step added after disposal runs at once', () => {
  const disposer = new Disposer();
  disposer.dispose();
  let ran = false;
  disposer.add(() => {
    ran = true;
  });
  assert.equal(ran, true);
});
