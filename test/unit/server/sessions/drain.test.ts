import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServiceError } from '../../../../src/server/errors.ts';
import { waitUntilEmpty } from '../../../../src/server/sessions/drain.ts';
import { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;

test('whoever drains tells each session once, and opens no other', async () => {
  const stage = new Stage();
  await stage.join(await stage.open());
  await stage.registry.beginDrain(4711);
  await stage.registry.beginDrain(4712);
  assert.deepEqual(
    stage.facts.filter(({ fact }) => fact === 'draining'),
    [{ fact: 'draining', endsAtMs: 4711 }],
  );
  await assert.rejects(stage.open({ id: '2_other' as never }), (error) => (error as ServiceError).code === 'draining');
});

test('calls go on until the last member has left', async () => {
  const stage = new Stage();
  const session = await stage.open();
  const [first, second] = [await stage.join(session), await stage.join(session)];
  let empty = false;
  const waiting = waitUntilEmpty(stage.registry, { forMs: HOUR_MS, signal: new AbortController().signal }).then(() => {
    empty = true;
  });
  session.leave(first, 'clientDisconnected');
  await nextTurn();
  assert.equal(empty, false);
  assert.equal(session.closed, false);
  session.leave(second, 'clientDisconnected');
  await waiting;
});

test('nobody waits for an empty server, longer than wanted, or after having been told not to', async () => {
  const stage = new Stage();
  const never = new AbortController().signal;
  await waitUntilEmpty(stage.registry, { forMs: HOUR_MS, signal: never });
  await stage.join(await stage.open());
  await waitUntilEmpty(stage.registry, { forMs: 1, signal: never });
  await waitUntilEmpty(stage.registry, { forMs: HOUR_MS, signal: AbortSignal.abort() });
  const enough = new AbortController();
  const waiting = waitUntilEmpty(stage.registry, { forMs: HOUR_MS, signal: enough.signal });
  enough.abort();
  await waiting;
});
