import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  toBitrate,
  toDirectionWords,
  toDuration,
  toPercent,
  toSuiteName,
  toTrackWords,
} from '../../../src/operator/words.ts';

describe("the words of the operator's page", () => {
  it('give times in the two largest units', () => {
    const times: [number, string][] = [
      [-1, '0 s'],
      [59_999, '59 s'],
      [61_000, '1 min 1 s'],
      [3_600_000, '1 h 0 min'],
      [90_000_000, '1 d 1 h'],
    ];
    for (const [ms, words] of times) assert.equal(toDuration(ms), words);
  });

  it('give rates and shares in units that suit them', () => {
    assert.deepEqual([toBitrate(0), toBitrate(64_400), toBitrate(1_250_000)], ['0 kbit/s', '64 kbit/s', '1.3 Mbit/s']);
    assert.deepEqual([toPercent(0), toPercent(0.004), toPercent(0.5)], ['0 %', '0.4 %', '50 %']);
  });

  it('name suites as people do', () => {
    assert.equal(toSuiteName('SRTP_AEAD_AES_256_GCM'), 'AES-256-GCM');
    assert.equal(toSuiteName('SRTP_AEAD_AES_128_GCM'), 'AES-128-GCM');
    assert.equal(toSuiteName('SRTP_AES128_CM_SHA1_80'), 'AES-128 (80-bit tag)');
  });

  it('claim no encryption before there is any', () => {
    assert.equal(toDirectionWords(undefined), 'not allowed');
    assert.equal(toDirectionWords({ connected: false, bitrateBps: 0 }), 'no media yet');
    const direction = { connected: true, suite: 'SRTP_AEAD_AES_256_GCM', bitrateBps: 2_000_000 } as const;
    assert.equal(
      toDirectionWords({ ...direction, protocol: 'tcp', packetLoss: 0.02 }),
      'AES-256-GCM\nTCP, 2.0 Mbit/s\n2.0 % lost',
    );
  });

  it('tell a muted track from one whose media does not come', () => {
    const track = { kind: 'audio', codec: 'audio/opus', bitrateBps: 0, packetLoss: 0, layers: 0 } as const;
    assert.equal(toTrackWords([], 'audio'), 'none');
    assert.equal(toTrackWords([{ ...track, paused: true }], 'audio'), 'opus, muted');
    assert.equal(toTrackWords([{ ...track, paused: false }], 'audio'), 'opus, nothing comes in');
  });
});
