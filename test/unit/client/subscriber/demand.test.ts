import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Demand } from '../../../../src/client/subscriber/demand.ts';

function createServer() {
  const told: object[] = [];
  return { told, media: { setQuality: async (quality: object) => void told.push(quality) } };
}

const size = { width: 320, height: 180 };

test('what was wanted early is told when the subscription is granted, later only what changed', async () => {
  const { told, media } = createServer();
  const demand = new Demand({ preferredFrameRate: 15 });
  await demand.setSize(size);
  assert.deepEqual(told, []);
  await demand.granted(media);
  await demand.setSize({ ...size });
  await demand.setFrameRate(7);
  await demand.setSize(null);
  assert.deepEqual(told, [
    { preferredDimensions: size, maxFrameRate: 15 },
    { maxFrameRate: 7 },
    { preferredDimensions: null },
  ]);
});

test('who wants nothing tells nothing', async () => {
  const { told, media } = createServer();
  await new Demand({}).granted(media);
  await new Demand({ preferredResolution: 'big', preferredFrameRate: 'fast' }).granted(media);
  assert.deepEqual(told, []);
});

test('a restricted frame rate wins over a wanted one, and gives it back', async () => {
  const { told, media } = createServer();
  const demand = new Demand({ preferredFrameRate: 15 });
  await demand.restrict(true);
  await demand.granted(media);
  await demand.restrict(false);
  assert.deepEqual(told, [{ maxFrameRate: 1 }, { maxFrameRate: 15 }]);
});

test('in auto mode the element decides', async () => {
  const { told, media } = createServer();
  const demand = new Demand({ preferredResolution: 'auto' });
  await demand.follow(size);
  await demand.granted(media);
  await assert.rejects(demand.setSize(null), { name: 'OT_NOT_SUPPORTED' });
  assert.deepEqual(told, [{ preferredDimensions: size }]);
});

test('wrong values and ended subscriptions are refused', async () => {
  const demand = new Demand({});
  await assert.rejects(demand.setSize({ width: 0, height: 1 }), { name: 'OT_INVALID_PARAMETER' });
  await assert.rejects(demand.setFrameRate(Number.NaN), { name: 'OT_INVALID_PARAMETER' });
  await assert.rejects(demand.restrict('yes' as never), { name: 'OT_INVALID_PARAMETER' });
  demand.close();
  await assert.rejects(demand.setSize(null), { name: 'OT_CANCEL' });
});
