import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSubscriberStats } from '../../../../src/client/subscriber/stats.ts';

test('numbers come from the inbound entries, the codec from the entry they name', () => {
  const stats = toSubscriberStats(
    [
      { type: 'codec', id: 'c1', mimeType: 'video/VP8' },
      { type: 'inbound-rtp', id: 'a', kind: 'audio', bytesReceived: 10, packetsReceived: 2, packetsLost: 1 },
      { type: 'outbound-rtp', id: 'o', kind: 'video', bytesSent: 99 },
      {
        type: 'inbound-rtp',
        id: 'v',
        kind: 'video',
        codecId: 'c1',
        bytesReceived: 20,
        packetsReceived: 4,
        frameWidth: 640,
        frameHeight: 480,
        framesPerSecond: 30,
        framesDecoded: 60,
      },
    ],
    5,
  );
  assert.deepEqual(stats, {
    audio: { bytesReceived: 10, packetsLost: 1, packetsReceived: 2 },
    video: {
      bytesReceived: 20,
      packetsLost: 0,
      packetsReceived: 4,
      codec: 'VP8',
      width: 640,
      height: 480,
      frameRate: 30,
      decodedFrameRate: 30,
      framesDecoded: 60,
      freezeCount: 0,
    },
    timestamp: 5,
  });
});

test('a kind that is not received is absent', () => {
  assert.deepEqual(toSubscriberStats([], 5), { timestamp: 5 });
});
