import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickCodec, toRtpEncodings } from '../../../../src/client/media/routed/encodings.ts';

const codec = (name: string) => ({ kind: 'video' as const, mimeType: `video/${name}`, clockRate: 90_000 }) as never;
const codecs = ['VP8', 'rtx', 'VP9', 'H264'].map(codec);
const layers = [
  { maxBitrateBps: 100_000, scaleResolutionDownBy: 4 },
  { maxBitrateBps: 300_000, scaleResolutionDownBy: 2 },
  { maxBitrateBps: 900_000, scaleResolutionDownBy: 1, maxFrameRate: 30 },
];

test('the first preferred codec that both sides have is taken', () => {
  assert.equal(pickCodec(codecs, ['AV1', 'H264', 'VP8'])?.mimeType, 'video/H264');
  assert.equal(pickCodec(codecs, ['AV1']), undefined);
  assert.equal(pickCodec(codecs), undefined);
});

test('VP8 simulcast has frames that can be left out, where the browser can be told', () => {
  const modes = (count: number, known: boolean) =>
    toRtpEncodings(layers.slice(0, count), codec('VP8'), known).map(({ scalabilityMode }) => scalabilityMode);
  assert.deepEqual(modes(3, true), ['L1T3', 'L1T3', 'L1T3']);
  assert.deepEqual(modes(1, true), [undefined]);
  assert.deepEqual(modes(2, false), [undefined, undefined]);
});

test('VP8 and H264 are sent as several encodings', () => {
  assert.deepEqual(toRtpEncodings(layers, codec('H264'), true), [
    { maxBitrate: 100_000, scaleResolutionDownBy: 4 },
    { maxBitrate: 300_000, scaleResolutionDownBy: 2 },
    { maxBitrate: 900_000, maxFramerate: 30, scaleResolutionDownBy: 1 },
  ]);
});

test('VP9 and AV1 are sent as one encoding with as many layers', () => {
  assert.deepEqual(toRtpEncodings(layers, codec('VP9'), true), [
    { maxBitrate: 900_000, maxFramerate: 30, scalabilityMode: 'L3T3_KEY' },
  ]);
  assert.deepEqual(toRtpEncodings(layers.slice(2), codec('AV1'), true), [
    { maxBitrate: 900_000, maxFramerate: 30, scalabilityMode: 'L1T3' },
  ]);
  assert.deepEqual(toRtpEncodings([{ scalabilityMode: 'L2T1' }], codec('VP9'), true), [{ scalabilityMode: 'L2T1' }]);
});

test('a browser without scalability modes sends VP9 plain', () => {
  assert.deepEqual(toRtpEncodings(layers, codec('VP9'), false), [{ maxBitrate: 900_000, maxFramerate: 30 }]);
});

test('no encodings stay none', () => {
  assert.deepEqual(toRtpEncodings([], codec('VP9'), true), []);
});
