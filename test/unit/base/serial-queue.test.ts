import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeferred } from '../../../src/base/deferred.ts';
import { SerialQueue } from '../../../src/base/serial-queue.ts';

test('tasks run one after another, in order', async () => {
  const queue = new SerialQueue();
  const gate = createDeferred<void>();
  const seen: string[] = [];
  const first = queue.run(async () => {
    seen.push('first begins');
    await gate.promise;
    seen.push('first ends');
  });
  const second = queue.run(() => seen.push('second'));
  gate.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(seen, ['first begins', 'first ends', 'second']);
});

test('a failing task rejects to its caller and does not stop the next', async () => {
  const queue = new SerialQueue();
  await assert.rejects(
    queue.run(() => Promise.reject(new Error('broken'))),
    /broken/,
  );
  assert.equal(await queue.run(() => 'still running'), 'still running');
});
