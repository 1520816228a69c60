import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Failure, FailureLog } from '../../../../src/client/e2ee/worker/failure-log.ts';

function createLog() {
  const clock = { nowMs: 0 };
  const told: Failure[] = [];
  const log = new FailureLog({ report: (failure) => told.push(failure), now: () => clock.nowMs });
  return { clock, told, log };
}

test('the first failure is told at once, the rest as a count each second', () => {
  const { clock, told, log } = createLog();
  for (let count = 0; count < 100; count += 1) log.failed();
  log.flush();
  assert.deepEqual(told, [{ type: 'failed', count: 1 }]);
  clock.nowMs = 1000;
  log.flush();
  log.flush();
  assert.deepEqual(told.slice(1), [{ type: 'failed', count: 100 }]);
});

test('a missing key is told once, and that it came', () => {
  const { clock, told, log } = createLog();
  for (clock.nowMs = 0; clock.nowMs < 5000; clock.nowMs += 20) log.missing();
  log.opened();
  log.opened();
  assert.deepEqual(told, [{ type: 'missingKey' }, { type: 'recovered' }]);
});

test('who mixes good and bad frames makes at most two reports a second', () => {
  const { clock, told, log } = createLog();
  for (clock.nowMs = 0; clock.nowMs < 10_000; clock.nowMs += 10) {
    log.missing();
    log.failed();
    log.opened();
  }
  assert.equal(told.length, 20);
});
