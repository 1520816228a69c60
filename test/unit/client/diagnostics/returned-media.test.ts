import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expectCall, toMedia } from '../../../../src/client/diagnostics/returned-media.ts';
import { PublisherStatsReader } from '../../../../src/client/publisher/stats.ts';
import type { StatsEntry } from '../../../../src/client/quality/stats-entry.ts';
import type { SubscriberStats } from '../../../../src/client/subscriber/stats.ts';

const video = {
  ...{ bytesReceived: 500_000, packetsLost: 0, packetsReceived: 700, codec: 'VP8', width: 640, height: 480 },
  ...{ frameRate: 30, decodedFrameRate: 29.5, bitrate: 880_000, totalBitrate: 900_000, framesDecoded: 180 },
};
const audio = { bytesReceived: 30_000, packetsLost: 0, packetsReceived: 300 };

/** What a receiver counted whose line lost that many of a thousand packets and more. */
function createReceived(lost = 0): SubscriberStats {
  return {
    video: { ...video, packetsLost: lost },
    audio,
    mediaLink: {
      transport: { connectionEstimatedBandwidth: 0, networkCondition: 'good', networkConditionReason: 'none' },
      networkDegradationSource: 'none',
    } as SubscriberStats['mediaLink'],
    timestamp: 0,
  };
}

/** The browser's report: a round trip, and how long each of 50 000 sound samples waited. */
function createReport(roundTripMs: number, bufferMs: number): StatsEntry[] {
  const jitterBufferEmittedCount = 50_000;
  return [
    { type: 'candidate-pair', id: 'P1', currentRoundTripTime: 0.001 },
    { type: 'candidate-pair', id: 'P2', currentRoundTripTime: roundTripMs / 1000 },
    { type: 'inbound-rtp', id: 'V', kind: 'video', jitterBufferDelay: 1e9, jitterBufferEmittedCount },
    {
      ...{ type: 'inbound-rtp', id: 'A', kind: 'audio', jitterBufferEmittedCount },
      jitterBufferDelay: (bufferMs / 1000) * jitterBufferEmittedCount,
    },
  ];
}

/** The opinion score with one digit, as pages show it. */
function scoreOf({ roundTripMs = 0, bufferMs = 0, lost = 0 }): string {
  return toMedia(undefined, createReceived(lost), createReport(roundTripMs, bufferMs)).mos.toFixed(1);
}

describe('media that came back', () => {
  test('is told in the numbers of sender, receiver and browser', () => {
    const reader = new PublisherStatsReader();
    const sent = (bytesSent: number, timestamp: number) =>
      reader.read(
        [
          { type: 'outbound-rtp', id: 'V', kind: 'video', framesPerSecond: 24, bytesSent, timestamp },
          { type: 'media-source', id: 'S', kind: 'video', framesPerSecond: 30 },
          { type: 'candidate-pair', id: 'P', availableOutgoingBitrate: 2_500_000.4 },
        ],
        0,
      );
    sent(0, 0);
    const media = toMedia(sent(125_000, 1000), createReceived(), createReport(69.4, 0));
    const { mos, ...numbers } = media;
    assert.deepEqual(numbers, {
      availableSendBitrate: 2_500_000,
      sendBitrate: 1_000_000,
      receiveBitrate: 900_000,
      roundTripMs: 69,
      lossRatio: 0,
      decodedFrameRate: 29.5,
      sendCondition: 'good',
      receiveCondition: 'good',
    });
    assert.equal(mos.toFixed(1), '4.4');
  });

  test('sounds worse the longer it is under way, by the longest round trip and by what sound waits in the buffer', () => {
    assert.deepEqual(
      [0, 20, 68, 69, 70, 150, 300, 500].map((roundTripMs) => scoreOf({ roundTripMs })),
      ['4.4', '4.4', '4.4', '4.4', '4.4', '4.3', '3.7', '2.4'],
    );
    assert.deepEqual(
      [20, 69, 150, 231, 400].map((bufferMs) => scoreOf({ roundTripMs: 69, bufferMs })),
      ['4.4', '4.3', '4.1', '3.7', '2.6'],
    );
  });

  test('sounds worse the more of it is lost', () => {
    assert.deepEqual(
      [0, 5, 10, 43, 100, 1000].map((lost) => scoreOf({ roundTripMs: 69, lost })),
      ['4.4', '4.3', '4.3', '3.8', '3.2', '1.4'],
    );
  });

  test('is good for video from 150 kbit/s on, with less than a tenth lost', () => {
    const media = toMedia(undefined, createReceived(), []);
    assert.equal(expectCall({ ...media, receiveBitrate: 150_000, lossRatio: 0.099 }), 'video');
    assert.equal(expectCall({ ...media, receiveBitrate: 149_999, lossRatio: 0 }), 'audioOnly');
    assert.equal(expectCall({ ...media, receiveBitrate: 900_000, lossRatio: 0.1 }), 'audioOnly');
  });

  test('of which a browser counted nothing has numbers all the same', () => {
    const { mediaLink, timestamp } = createReceived();
    const media = toMedia(undefined, { mediaLink, timestamp }, []);
    assert.deepEqual(
      [media.sendBitrate, media.receiveBitrate, media.roundTripMs, media.lossRatio, media.sendCondition],
      [0, 0, 0, 0, 'unknown'],
    );
    assert.equal(expectCall(media), 'audioOnly');
  });
});
