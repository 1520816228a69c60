import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StatsReader } from '../../../../src/client/subscriber/stats.ts';

const video = (changes: object = {}) => ({ type: 'inbound-rtp', id: 'v', kind: 'video', ...changes });

test('numbers come from the inbound entries, the codec from the entry they name', () => {
  const stats = new StatsReader(1000).read(
    [
      { type: 'codec', id: 'c1', mimeType: 'video/VP8' },
      { type: 'inbound-rtp', id: 'a', kind: 'audio', bytesReceived: 10, packetsReceived: 2, packetsLost: 1 },
      { type: 'outbound-rtp', id: 'o', kind: 'video', bytesSent: 99 },
      video({
        codecId: 'c1',
        bytesReceived: 2000,
        retransmittedBytesReceived: 500,
        headerBytesReceived: 100,
        packetsReceived: 4,
        frameWidth: 640,
        frameHeight: 480,
        framesPerSecond: 30,
        framesDecoded: 60,
        freezeCount: 1,
        totalFreezesDuration: 0.5,
        pauseCount: 2,
        totalPausesDuration: 7,
      }),
    ],
    3000,
  );
  assert.deepEqual(stats, {
    audio: { bytesReceived: 10, packetsLost: 1, packetsReceived: 2 },
    video: {
      bytesReceived: 2000,
      packetsLost: 0,
      packetsReceived: 4,
      codec: 'VP8',
      width: 640,
      height: 480,
      frameRate: 30,
      decodedFrameRate: 30,
      bitrate: 6000,
      totalBitrate: 8400,
      framesDecoded: 60,
      freezeCount: 1,
      totalFreezesDuration: 0.5,
      pauseCount: 2,
      totalPausesDuration: 7,
    },
    timestamp: 3000,
  });
});

test('what the browser does not count is absent, and the frame rate is measured', () => {
  const { video: read } = new StatsReader(0).read([video({ framesDecoded: 15 })], 1000);
  assert.equal(read?.frameRate, 15);
  assert.ok(read !== undefined && !('freezeCount' in read) && !('pauseCount' in read));
});

test('a kind that is not received is absent', () => {
  assert.deepEqual(new StatsReader(0).read([], 5), { timestamp: 5 });
});

test('rates follow the last second or two, however often they are asked for', () => {
  const reader = new StatsReader(0);
  const rateAt = (atMs: number, bytesReceived: number) => reader.read([video({ bytesReceived })], atMs).video?.bitrate;
  assert.equal(rateAt(1000, 1000), 8000);
  assert.equal(rateAt(2000, 1000), 4000, 'since the start: the reading before is only a second old');
  assert.equal(rateAt(3000, 1000), 0, 'nothing came in the last two seconds');
  for (let atMs = 3010; atMs < 3500; atMs += 10) rateAt(atMs, 1000);
  assert.equal(rateAt(3500, 1000 + 1500), 8000, 'since 2000, not since a moment ago');
});
