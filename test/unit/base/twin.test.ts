import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle, withPromise } from '../../../src/base/twin.ts';

test('a function carries its promise twin', async () => {
  const double = withPromise(
    (value: number, callback: (result: number) => void) => callback(value * 2),
    async (value: number) => value * 2,
  );
  double(2, (result) => assert.equal(result, 4));
  assert.equal(await double.promise(3), 6);
});

test('the callback gets the value after an undefined error', async () => {
  const seen: unknown[] = [];
  await settle(Promise.resolve('done'), (...values) => seen.push(values));
  assert.deepEqual(seen, [[undefined, 'done']]);
});

test('with a callback a rejection counts as handled', async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listener);
  const failure = new Error('no');
  const told = new Promise((resolve) => {
    void settle(Promise.reject(failure), resolve);
  });
  assert.equal(await told, failure);
  await new Promise(setImmediate);
  process.off('unhandledRejection', listener);
  assert.deepEqual(unhandled, []);
});

test('without a callback the promise is left to its owner', async () => {
  await assert.rejects(settle(Promise.reject(new Error('no')), undefined), /no/);
});
