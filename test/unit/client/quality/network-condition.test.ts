import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findDegradation, judgeReceiving } from '../../../../src/client/quality/network-condition.ts';

const fine = { lossRatio: 0, frozenRatio: 0, supply: 'full' } as const;
const excellent = { networkCondition: 'excellent', networkConditionReason: 'none' } as const;
const critical = { networkCondition: 'critical', networkConditionReason: 'packetLoss' } as const;

describe('network condition of a viewer', () => {
  test('goes from excellent to critical', () => {
    const judged = [
      fine,
      { ...fine, lossRatio: 0.03 },
      { ...fine, frozenRatio: 0.1 },
      { ...fine, lossRatio: 0.12 },
      { ...fine, supply: 'poor' } as const,
      { ...fine, lossRatio: 0.25, supply: 'poor' } as const,
      { ...fine, supply: 'none' } as const,
      { ...fine, lossRatio: undefined },
    ].map((reception) => Object.values(judgeReceiving(reception)).join(' '));
    assert.deepEqual(judged, [
      'excellent none',
      'good none',
      'fair unknown',
      'warning packetLoss',
      'warning bandwidth',
      'critical packetLoss',
      'critical bandwidth',
      'unknown unknown',
    ]);
  });

  test('the end that is to blame is named when it is known', () => {
    assert.equal(findDegradation(excellent, undefined), 'none');
    assert.equal(findDegradation(excellent, excellent), 'none');
    assert.equal(findDegradation(critical, excellent), 'local');
    assert.equal(findDegradation(critical, undefined), 'bothOrUnclear');
    assert.equal(findDegradation(critical, critical), 'bothOrUnclear');
    assert.equal(findDegradation(excellent, critical), 'remote');
  });
});
