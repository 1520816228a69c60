import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickLayers, toLadder } from '../../../../src/server/media/layers.ts';

const hd = { width: 1280, height: 720, frameRate: 30 };
const ladder = toLadder([{ scaleResolutionDownBy: 4 }, { scaleResolutionDownBy: 2 }, {}], 3, 3);
const size = (width: number, height: number) => ({ preferredDimensions: { width, height } });

test('the ladder is what the publisher says, else each layer is half of the next', () => {
  assert.deepEqual(ladder, { scales: [4, 2, 1], temporalLayers: 3 });
  assert.deepEqual(toLadder([{}], 3, 1).scales, [4, 2, 1], 'SVC: one encoding, three layers');
  assert.deepEqual(toLadder([{ scaleResolutionDownBy: 3 }, {}], 2, 1).scales, [3, 1]);
});

test('the smallest picture with enough pixels is taken', () => {
  const spatial = (width: number, height: number) => pickLayers(ladder, hd, size(width, height)).spatialLayer;
  assert.equal(spatial(160, 90), 0);
  assert.equal(spatial(320, 180), 0);
  assert.equal(spatial(264, 198), 0, 'another shape with as many pixels');
  assert.equal(spatial(640, 360), 1);
  assert.equal(spatial(700, 400), 1, 'nearly enough is enough');
  assert.equal(spatial(900, 600), 2);
  assert.equal(spatial(3840, 2160), 2, 'more than there is: the best');
});

test('a picture that was turned needs the same layer', () => {
  const portrait = { width: 720, height: 1280 };
  assert.equal(pickLayers(ladder, portrait, size(320, 180)).spatialLayer, 0);
});

test('without a wish, with null, or without a known size it is the best', () => {
  const best = { spatialLayer: 2, temporalLayer: 2 };
  assert.deepEqual(pickLayers(ladder, hd, {}), best);
  assert.deepEqual(pickLayers(ladder, hd, { preferredDimensions: null, maxFrameRate: null }), best);
  assert.deepEqual(pickLayers(ladder, { width: 0, height: 0 }, size(1, 1)), best);
});

test('the most frames that are not too many are taken, the fewest when all are', () => {
  const temporal = (maxFrameRate: number, frameRate: number | undefined = 30) =>
    pickLayers(ladder, { ...hd, frameRate }, { maxFrameRate }).temporalLayer;
  assert.equal(temporal(30), 2);
  assert.equal(temporal(29), 2, 'cameras are not exact');
  assert.equal(temporal(20), 1);
  assert.equal(temporal(15), 1);
  assert.equal(temporal(10), 0);
  assert.equal(temporal(1), 0);
  assert.equal(temporal(15, 15), 2);
  assert.equal(temporal(15, 0), 1, 'unknown counts as 30');
});
