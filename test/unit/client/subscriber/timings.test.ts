import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stopwatch, toPendingPhase } from '../../../../src/client/subscriber/timings.ts';

test('times count from the subscribe call, and the first of a kind stays', () => {
  const watch = new Stopwatch(1000);
  watch.mark('granted', 1020);
  watch.mark('firstRtp', 1050);
  watch.mark('firstRtp', 1090);
  assert.deepEqual(watch.read({ iceConnectedAt: 1030, dtlsConnectedAt: 1040 }), {
    granted: 20,
    firstRtp: 50,
    ice: 30,
    dtls: 40,
  });
});

test('what was there before the call took no time', () => {
  assert.deepEqual(new Stopwatch(1000).read({ iceConnectedAt: 500, dtlsConnectedAt: 600 }), { ice: 0, dtls: 0 });
});

test('the pending phase is the first that has not happened', () => {
  assert.match(toPendingPhase({}), /signaling/);
  assert.match(toPendingPhase({ granted: 1 }), /ICE/);
  assert.match(toPendingPhase({ granted: 1, ice: 1 }), /DTLS/);
  assert.match(toPendingPhase({ granted: 1, ice: 1, dtls: 1 }), /RTP/);
  assert.match(toPendingPhase({ granted: 1, ice: 1, dtls: 1, firstRtp: 1 }), /first frame/);
});
