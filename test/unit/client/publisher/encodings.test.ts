import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bitrateForBps, toCodecs, toEncodings } from '../../../../src/client/publisher/encodings.ts';

const camera = { codec: 'VP8', screen: false, scalable: true } as const;
const scales = (width: number, height: number) =>
  toEncodings({ ...camera, width, height }).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy);

test('simulcast has three layers above 640 x 480 in both directions, else two, lowest first', () => {
  assert.deepEqual(scales(1280, 720), [4, 2, 1]);
  assert.deepEqual(scales(720, 1280), [4, 2, 1]);
  assert.deepEqual(scales(640, 480), [2, 1]);
  assert.deepEqual(scales(1280, 480), [2, 1]);
  assert.deepEqual(scales(320, 240), [2, 1]);
});

test('a higher layer never gets fewer bits than a lower one', () => {
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
    [640, 480],
    [320, 180],
  ] as const) {
    const rates = toEncodings({ ...camera, width, height }).map(({ maxBitrateBps }) => maxBitrateBps ?? 0);
    assert.deepEqual(
      rates,
      rates.toSorted((one, other) => one - other),
    );
    assert.equal(rates.at(-1), bitrateForBps(width, height));
  }
});

test('VP9 and AV1 carry their layers inside one encoding', () => {
  for (const [codec, scalabilityMode] of [
    ['VP9', 'L3T3'],
    ['AV1', 'L1T3'],
  ] as const) {
    const [encoding, ...others] = toEncodings({ ...camera, codec, width: 1280, height: 720 });
    assert.equal(encoding?.scalabilityMode, scalabilityMode);
    assert.equal(encoding?.scaleResolutionDownBy, undefined);
    assert.deepEqual(others, []);
  }
  const [sharp] = toEncodings({ ...camera, codec: 'VP9', width: 1280, height: 720, detailed: true });
  assert.equal(sharp?.scalabilityMode, 'L1T3');
});

test('a screen, or a camera that is not to scale, is one plain encoding', () => {
  assert.deepEqual(toEncodings({ codec: 'VP8', screen: true, scalable: false, width: 1920, height: 1080 }), [
    { maxBitrateBps: 4_000_000 },
  ]);
  assert.deepEqual(toEncodings({ codec: 'VP8', screen: true, scalable: false, width: 800, height: 600 }), [
    { maxBitrateBps: 2_500_000 },
  ]);
  assert.deepEqual(toEncodings({ ...camera, scalable: false, width: 640, height: 480 }), [{ maxBitrateBps: 800_000 }]);
});

test("codecs come in the app's order, only those the browser can encode, VP8 by default", () => {
  const all = new Set(['VP8', 'VP9', 'H264', 'AV1', 'RTX']);
  assert.deepEqual(toCodecs(undefined, all), ['VP8', 'H264', 'VP9']);
  assert.deepEqual(toCodecs('automatic', all), ['VP8', 'H264', 'VP9']);
  assert.deepEqual(toCodecs(['av1', 'vp9'], all), ['AV1', 'VP9', 'VP8', 'H264']);
  assert.deepEqual(toCodecs(['av1', 'h264', 'rtx', 'nonsense'], new Set(['VP8', 'H264'])), ['H264', 'VP8']);
});
