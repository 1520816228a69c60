import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumTraffic } from '../../../../src/server/media/traffic.ts';

const GCM_256 = 'SRTP_AEAD_AES_256_GCM';

test('traffic is the sum of all lines, also of those nobody has asked yet', () => {
  const { received, sent, suites } = sumTraffic([
    { lines: [{ suite: GCM_256, stats: { recvBitrate: 100, sendBitrate: 7 } }] },
    {
      lines: [
        { suite: GCM_256, stats: { recvBitrate: 50, sendBitrate: 0 } },
        { suite: undefined, stats: undefined },
      ],
    },
  ]);
  assert.deepEqual([received.bitrateBps, sent.bitrateBps], [150, 7]);
  assert.deepEqual([suites[GCM_256], suites.unknown, suites.SRTP_AEAD_AES_128_GCM], [2, 1, 0]);
});

test('loss counts as much as the line carries, and only of lines that tell', () => {
  const { received, sent } = sumTraffic([
    {
      lines: [
        { suite: GCM_256, stats: { recvBitrate: 300, sendBitrate: 0, rtpPacketLossReceived: 0.1 } },
        { suite: GCM_256, stats: { recvBitrate: 100, sendBitrate: 0, rtpPacketLossReceived: 0.5 } },
        { suite: GCM_256, stats: { recvBitrate: 999, sendBitrate: 9 } },
      ],
    },
  ]);
  assert.ok(Math.abs(received.loss - 0.2) < 1e-9);
  assert.equal(sent.loss, 0);
});
