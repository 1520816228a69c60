import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toTimings } from '../../../../src/client/session/timings.ts';

test('timings are whole milliseconds from the start, for what has happened', () => {
  assert.deepEqual(toTimings(100, { socket: 110.4, welcome: 150.6, iceConnected: undefined }), {
    socket: 10,
    welcome: 51,
  });
});

test('a moment of an earlier join does not count', () => {
  assert.deepEqual(toTimings(100, { socket: 50 }), {});
});
