import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDeferred } from '../../../../src/base/deferred.ts';
import { Gathered } from '../../../../src/server/metrics/gathered.ts';

describe('a gathered value', () => {
  test('is gathered once for all who ask at the same time, and while it is fresh', async () => {
    let gatherings = 0;
    const gate = createDeferred<void>();
    const gathered = new Gathered({
      freshMs: 60_000,
      gather: async () => {
        gatherings += 1;
        await gate.promise;
        return gatherings;
      },
    });
    const asked = [gathered.read(), gathered.read()];
    gate.resolve();
    assert.deepEqual(await Promise.all(asked), [1, 1]);
    assert.equal(await gathered.read(), 1);
  });

  test('is gathered anew when it is old, and after a failure', async (t) => {
    let gatherings = 0;
    let nowMs = 0;
    t.mock.method(performance, 'now', () => nowMs);
    const gathered = new Gathered({
      freshMs: 1_000,
      gather: async () => {
        gatherings += 1;
        if (gatherings === 2) throw new Error('no answer');
        return gatherings;
      },
    });
    assert.equal(await gathered.read(), 1);
    nowMs = 1_000;
    assert.equal(await gathered.read(), 1);
    nowMs = 1_001;
    await assert.rejects(gathered.read(), /no answer/);
    await assert.rejects(gathered.read(), /no answer/, 'a failure is not repeated for everyone who asks');
    nowMs = 3_000;
    assert.equal(await gathered.read(), 3);
  });
});
