import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PublisherStatsReader } from '../../../../src/client/publisher/stats.ts';
import type { StatsEntry } from '../../../../src/client/quality/stats-entry.ts';

const source = { type: 'media-source', id: 'S', kind: 'video', width: 1280, framesPerSecond: 30 };

/** A browser's report of one moment: two layers of VP8, and sound. */
function createReport(bytesSent: number, timestamp: number, changes: Record<string, unknown> = {}): StatsEntry[] {
  const video = { type: 'outbound-rtp', kind: 'video', codecId: 'C', framesPerSecond: 30, packetsSent: 10, timestamp };
  return [
    source,
    { type: 'codec', id: 'C', mimeType: 'video/VP8' },
    { ...video, id: 'V2', frameWidth: 1280, frameHeight: 720, bytesSent, headerBytesSent: bytesSent / 10, ...changes },
    { ...video, id: 'V1', frameWidth: 640, frameHeight: 360, bytesSent: 1000, scalabilityMode: 'L1T3' },
    { type: 'outbound-rtp', id: 'A', kind: 'audio', bytesSent: 500, packetsSent: 5, timestamp },
    { type: 'remote-inbound-rtp', id: 'RV', kind: 'video', packetsLost: 3, fractionLost: 0.01 },
    { type: 'candidate-pair', id: 'P', availableOutgoingBitrate: 2_500_000 },
  ];
}

test('sums of the layers, and the layers with the lowest first', () => {
  const stats = new PublisherStatsReader().read(createReport(9000, 1000), 7);
  assert.deepEqual(stats.audio, { bytesSent: 500, packetsLost: 0, packetsSent: 5 });
  const { layers, ...video } = stats.video;
  assert.deepEqual(video, { bytesSent: 10_000, packetsLost: 3, packetsSent: 20, frameRate: 30 });
  assert.deepEqual(
    layers.map(({ codec, width, height, scalabilityMode }) => [codec, width, height, scalabilityMode]),
    [
      ['VP8', 640, 360, 'L1T3'],
      ['VP8', 1280, 720, undefined],
    ],
  );
  assert.equal(stats.mediaLink.transport.connectionEstimatedBandwidth, 2_500_000);
  assert.equal(stats.timestamp, 7);
});

test('rates are those since the previous call, and stay when the browser repeats its report', () => {
  const reader = new PublisherStatsReader();
  const best = (bytesSent: number, timestamp: number) => {
    const { bitrate, totalBitrate } = reader.read(createReport(bytesSent, timestamp), 0).video.layers[1] ?? {};
    return [bitrate, totalBitrate];
  };
  assert.deepEqual(best(10_000, 1000), [0, 0]);
  assert.deepEqual(best(20_000, 1500), [160_000, 176_000]);
  assert.deepEqual(best(20_000, 1500), [160_000, 176_000]);
});

test('a stream without picture has numbers all the same', () => {
  const stats = new PublisherStatsReader().read([], 0);
  assert.deepEqual(stats.video, { bytesSent: 0, packetsLost: 0, packetsSent: 0, frameRate: 0, layers: [] });
  assert.equal(stats.mediaLink.transport.networkCondition, 'unknown');
});

test('the network condition is made of loss, frame rate and size', () => {
  const conditionOf = (changes: Record<string, unknown>, fractionLost = 0) => {
    const report = createReport(0, 0, changes).map((entry) =>
      entry.type === 'remote-inbound-rtp' ? { ...entry, fractionLost } : entry,
    );
    const { networkCondition, networkConditionReason } = new PublisherStatsReader().read(report, 0).transportStats;
    return `${networkCondition} ${networkConditionReason}`;
  };
  const limited = { qualityLimitationReason: 'bandwidth' };
  assert.equal(conditionOf({}), 'excellent none');
  assert.equal(conditionOf({ framesPerSecond: 25 }), 'good none');
  assert.equal(conditionOf({ framesPerSecond: 10 }), 'fair unknown');
  assert.equal(conditionOf({ framesPerSecond: 0, ...limited }), 'fair bandwidth', 'only the lower layer is sent');
  assert.equal(conditionOf({ frameWidth: 960, ...limited }), 'fair bandwidth');
  assert.equal(conditionOf({}, 0.1), 'warning packetLoss');
  assert.equal(conditionOf({}, 0.2), 'critical packetLoss');
});
