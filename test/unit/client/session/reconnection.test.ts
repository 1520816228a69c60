import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import { Reconnection } from '../../../../src/client/session/reconnection.ts';

let now = 0;
beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => now);
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** Time passes for clock and timers alike. */
function pass(ms: number): void {
  for (let step = 0; step < ms; step += 100) {
    now += 100;
    mock.timers.tick(100);
  }
}

const gone = createError('OT_CONNECT_FAILED', 'not there');

function createReconnection() {
  const told = { attempts: 0, failures: 0 };
  const reconnection = new Reconnection({
    reopen: () => {
      told.attempts += 1;
    },
    attemptMs: () => 1_000,
    onFailed: () => {
      told.failures += 1;
    },
  });
  return { reconnection, told };
}

test('an attempt that gets no answer is replaced by another, for half a minute', () => {
  const { reconnection, told } = createReconnection();
  reconnection.begin();
  reconnection.begin();
  assert.equal(told.attempts, 1);
  pass(5_000);
  assert.equal(told.attempts, 6);
  pass(24_000);
  assert.deepEqual([told.failures, reconnection.active], [0, true]);
  pass(2_000);
  assert.deepEqual([told.failures, reconnection.active], [1, false]);
});

test('a refused attempt is followed by the next after a pause, an unchangeable refusal by none', () => {
  const { reconnection, told } = createReconnection();
  reconnection.begin();
  reconnection.failed(gone);
  assert.equal(told.attempts, 1);
  pass(300);
  assert.equal(told.attempts, 2);
  reconnection.failed(createError('OT_AUTHENTICATION_ERROR', 'expired'));
  pass(5_000);
  assert.deepEqual([told.attempts, told.failures], [2, 1]);
});

test('the time a page is asleep does not count', () => {
  const { reconnection, told } = createReconnection();
  reconnection.begin();
  now += 3_600_000;
  mock.timers.tick(1_000);
  assert.deepEqual([told.attempts, told.failures], [2, 0]);
});

test('once the server has answered nothing more is tried', () => {
  const { reconnection, told } = createReconnection();
  reconnection.begin();
  reconnection.end();
  reconnection.failed(gone);
  pass(60_000);
  assert.deepEqual([told.attempts, told.failures], [1, 0]);
});
