import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rateSound, toMos, toQualityScore } from '../../../../src/client/quality/score.ts';

const clear = { concealedRatio: 0, delayMs: 80 };
const fluent = { frameRate: 30, expectedFrameRate: 30, frozenRatio: 0 };

describe('quality score', () => {
  test('the E-model: nothing lost and near is as good as it gets, loss and distance cost', () => {
    assert.equal(rateSound({ concealedRatio: 0, delayMs: 0 }), 93.2);
    assert.ok(Math.abs(rateSound({ concealedRatio: 0.02, delayMs: 0 }) - (93.2 - 190 / 22)) < 1e-9);
    assert.ok(rateSound({ concealedRatio: 0, delayMs: 400 }) < 93.2 - 0.024 * 400 - 20);
  });

  test('the opinion score of a rating is that of ITU-T G.107', () => {
    assert.equal(toMos(0), 1);
    assert.ok(Math.abs(toMos(93.2) - 4.41) < 0.01);
    assert.ok(Math.abs(toMos(50) - 2.58) < 0.01);
    assert.equal(toMos(150), toMos(100));
    assert.equal(toMos(-3), 1);
  });

  test('sound goes from 5 to 1 with what has to be made up', () => {
    const scores = [0, 0.015, 0.04, 0.08, 0.3].map(
      (concealedRatio) => toQualityScore({ ...clear, concealedRatio }, undefined).audioQualityScore,
    );
    assert.deepEqual(scores, [5, 4, 3, 2, 1]);
  });

  test('a picture is as good as the worse of its fluency and its steadiness', () => {
    const fluency = [30, 20, 13, 7, 2].map(
      (frameRate) => toQualityScore(undefined, { ...fluent, frameRate }).videoQualityScore,
    );
    assert.deepEqual(fluency, [5, 4, 3, 2, 1]);
    const steadiness = [0, 0.01, 0.04, 0.1, 0.5].map(
      (frozenRatio) => toQualityScore(undefined, { ...fluent, frozenRatio }).videoQualityScore,
    );
    assert.deepEqual(steadiness, [5, 4, 3, 2, 1]);
    assert.equal(toQualityScore(undefined, { ...fluent, frameRate: 7, frozenRatio: 0.5 }).videoQualityScore, 1);
  });

  test('what should not be heard or seen is unknown, and no number compares with it', () => {
    const score = toQualityScore(undefined, undefined);
    assert.deepEqual([score.audioQuality, score.videoQuality], ['unknown', 'unknown']);
    assert.ok(Number.isNaN(score.audioQualityScore) && Number.isNaN(score.videoQualityScore));
    const { audioQuality, videoQuality } = toQualityScore(clear, fluent);
    assert.deepEqual([audioQuality, videoQuality], ['excellent', 'excellent']);
  });
});
