import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSentEncodings } from '../../../../src/client/publisher/encoding-wishes.ts';

const HD = { width: 1280, height: 720 };
const LAYERS = [
  { scaleResolutionDownBy: 4, maxBitrateBps: 150_000 },
  { scaleResolutionDownBy: 2, maxBitrateBps: 600_000 },
  { scaleResolutionDownBy: 1, maxBitrateBps: 2_000_000 },
];
const rates = (wishes: Parameters<typeof toSentEncodings>[1], layers: Parameters<typeof toSentEncodings>[0] = LAYERS) =>
  toSentEncodings(layers, wishes, HD).map(({ active, maxBitrateBps }) => (active ? maxBitrateBps : 0));

test('a cap is filled from the lowest layer up; what is left over goes to the highest', () => {
  assert.deepEqual(rates({ maxBitrateBps: 100_000 }), [100_000, 0, 0]);
  assert.deepEqual(rates({ maxBitrateBps: 500_000 }), [150_000, 350_000, 0]);
  assert.deepEqual(rates({ maxBitrateBps: 5_000_000 }), [150_000, 600_000, 4_250_000]);
  assert.deepEqual(rates({ maxBitrateBps: 0 }), [150_000, 600_000, 2_000_000]);
});

test('presets leave layers out, and cap a picture that has one', () => {
  assert.deepEqual(rates({ preset: 'default' }), [150_000, 600_000, 2_000_000]);
  assert.deepEqual(rates({ preset: 'bw_saver' }), [150_000, 600_000, 0]);
  assert.deepEqual(rates({ preset: 'extra_bw_saver' }), [150_000, 0, 0]);
  const single = [{ maxBitrateBps: 2_000_000 }];
  assert.deepEqual(rates({ preset: 'default' }, single), [2_000_000]);
  assert.deepEqual(rates({ preset: 'bw_saver' }, single), [800_000]);
  assert.deepEqual(rates({ preset: 'extra_bw_saver' }, single), [250_000]);
  assert.deepEqual(rates({ maxBitrateBps: 70_000 }, single), [70_000]);
});

test('the preset of one encoding goes by the size of the picture', () => {
  const cap = (width: number, height: number) =>
    toSentEncodings([{}], { preset: 'bw_saver' }, { width, height })[0]?.maxBitrateBps;
  assert.deepEqual(
    [cap(1920, 1080), cap(1280, 720), cap(960, 540), cap(640, 480), cap(0, 0)],
    [1_000_000, 800_000, 600_000, 450_000, 450_000],
  );
});

test('a smaller picture scales every layer, a larger one none', () => {
  const scales = (width: number, height: number) =>
    toSentEncodings(LAYERS, { resolution: { width, height } }, HD).map(
      ({ scaleResolutionDownBy }) => scaleResolutionDownBy,
    );
  assert.deepEqual(scales(640, 360), [8, 4, 2]);
  assert.deepEqual(scales(1920, 1080), [4, 2, 1]);
});

test('frame rate and layers in time hold for every encoding; layers in space only where there are any', () => {
  const wishes = { maxFrameRate: 7, scalabilityMode: 'L3T2' };
  const [first, second] = toSentEncodings([{ scalabilityMode: 'L1T3' }, { scalabilityMode: 'L3T3' }], wishes, HD);
  assert.deepEqual([first?.scalabilityMode, second?.scalabilityMode], ['L1T2', 'L3T2']);
  assert.deepEqual([first?.maxFrameRate, second?.maxFrameRate], [7, 7]);
  assert.equal('scalabilityMode' in (toSentEncodings([{}], wishes, HD)[0] ?? {}), false);
});
