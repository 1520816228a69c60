import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toLines, toVerdict } from '../../../demo/page/check-report.ts';

type Report = Parameters<typeof toLines>[0];

const media: Report['media'] = {
  ...{ availableSendBitrate: 2_500_000, sendBitrate: 1_204_600, receiveBitrate: 899_400 },
  ...{ roundTripMs: 69, lossRatio: 0.0426, decodedFrameRate: 29.5, mos: 3.7449 },
  ...{ sendCondition: 'good', receiveCondition: 'good' },
};
const report: Report = {
  socket: { state: 'works', ms: 12 },
  udp: { state: 'works', ms: 140 },
  tcp: { state: 'fails', error: 'no connection within 8000 ms' },
  turn: { state: 'notConfigured' },
  media,
  expected: 'video',
};

describe('the check of a connection', () => {
  test('says in lines what works and what was measured', () => {
    assert.deepEqual(toLines(report), [
      ['Server', 'works (12 ms)'],
      ['UDP', 'works (140 ms)'],
      ['TCP', 'does not work'],
      ['TURN', 'not set up on this server'],
      ['Sent and received', '1205 kbit/s, 899 kbit/s'],
      ['Lost', '4.3 %'],
      ['Round trip', '69 ms'],
      ['Expected sound (MOS)', '3.7'],
    ]);
  });

  test('says why nothing was measured', () => {
    const { media: _, ...rest } = report;
    const lines = toLines({ ...rest, mediaError: 'OT_TIMEOUT: too late', expected: 'none' });
    assert.deepEqual(lines.slice(4), [['Test picture', 'OT_TIMEOUT: too late']]);
  });

  test('has a sentence for each kind of call', () => {
    assert.equal(toVerdict(report), 'Your connection is good for video.');
    assert.match(toVerdict({ ...report, expected: 'audioOnly' }), /carries sound; pictures will be poor/);
    assert.match(toVerdict({ ...report, expected: 'none' }), /not possible/);
  });
});
