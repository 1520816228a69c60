import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RateLimit } from '../../../../src/server/sessions/rate-limit.ts';

describe('a rate limit', () => {
  test('lets a burst through, then so many per second', () => {
    const limit = new RateLimit(3, 2, 0);
    assert.deepEqual(
      [0, 0, 0, 0].map((nowMs) => limit.take(nowMs)),
      [true, true, true, false],
    );
    assert.deepEqual(
      [499, 500, 500, 999, 1000, 1000].map((nowMs) => limit.take(nowMs)),
      [false, true, false, false, true, false],
    );
  });

  test('takes an amount whole or not at all', () => {
    const limit = new RateLimit(5, 1, 0);
    assert.deepEqual(
      [limit.take(0, 3), limit.take(0, 3), limit.take(0, 2), limit.take(0, 1)],
      [true, false, true, false],
    );
  });

  test('saves up no more than the burst', () => {
    const limit = new RateLimit(2, 10, 0);
    const hourMs = 3_600_000;
    assert.deepEqual(
      [1, 2, 3].map(() => limit.take(hourMs)),
      [true, true, false],
    );
  });
});
