import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toTrackMeasurement } from '../../../../src/server/media/measurements.ts';

const producer = { kind: 'video', paused: false, rtpParameters: { codecs: [{ mimeType: 'video/VP8' }] } } as never;

describe('the measurement of a track', () => {
  it('adds up its layers, and judges it by the worst of those in use', () => {
    const stats = [
      { bitrate: 100_000, fractionLost: 0, score: 10 },
      { bitrate: 400_000, fractionLost: 64, score: 7 },
      { bitrate: 0, fractionLost: 255, score: 0 },
    ];
    assert.deepEqual(toTrackMeasurement(producer, stats), {
      kind: 'video',
      codec: 'video/VP8',
      paused: false,
      bitrateBps: 500_000,
      packetLoss: 0.25,
      score: 7,
      layers: 2,
    });
  });

  it('has no score while nothing comes in', () => {
    const measured = toTrackMeasurement(producer, [{ bitrate: 0, fractionLost: 10, score: 0 }]);
    assert.equal(measured.score, undefined);
    assert.deepEqual([measured.bitrateBps, measured.packetLoss, measured.layers], [0, 0, 0]);
  });
});
