import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { MediaEngine } from '../../../../src/client/media/engine.ts';
import { Recovery } from '../../../../src/client/session/recovery.ts';

let now = 0;
beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => now);
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** A ladder over media that flows when the test says so. */
function createLadder() {
  const story: string[] = [];
  const media = { flows: false, packets: 1 };
  const engine = {
    connected: true,
    ways: new Map([['leg', async () => (media.flows ? performance.now() : 1)]]),
    restartIce: async () => void story.push('restartIce'),
    rebuild: async () => void story.push('rebuild'),
  } as unknown as MediaEngine;
  const recovery = new Recovery({
    engine,
    request: (async (name: string) => void story.push(name)) as never,
    streams: () => new Map([[media, async () => (media.flows ? ++media.packets : 1)]]),
    onFlows: () => story.push('flows'),
    onExhausted: () => story.push('exhausted'),
    onFailed: () => story.push('failed'),
  });
  return { recovery, story, media };
}

/** Lets time pass in small steps, as the looks are made. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
    now += 100;
    mock.timers.tick(100);
  }
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}

test('media that flows after all needs nothing', async () => {
  const { recovery, story, media } = createLadder();
  recovery.doubt();
  assert.equal(recovery.state, 'watching');
  media.flows = true;
  await pass(300);
  assert.deepEqual([story, recovery.state], [['flows'], 'steady']);
});

test('each rung is tried for its time, then the next; after all of them joining anew is left', async () => {
  const { recovery, story } = createLadder();
  recovery.broken();
  await pass(4_200);
  assert.deepEqual(story, ['restartIce', 'renewTransports', 'rebuild']);
  await pass(7_200);
  assert.deepEqual(story.slice(3), ['exhausted']);
  assert.equal(recovery.state, 'rejoining');
});

test('when joining anew has not helped either it is over', async () => {
  const { recovery, story } = createLadder();
  recovery.lost({});
  await pass(7_200);
  recovery.joined(async () => void story.push('anew'));
  await pass(4_200 + 4_200 + 7_200);
  assert.deepEqual(story, ['rebuild', 'exhausted', 'anew', 'restartIce', 'renewTransports', 'rebuild', 'failed']);
});

test('the media server that has lost everything is answered at once, whatever was tried before', async () => {
  const { recovery, story, media } = createLadder();
  recovery.broken();
  await pass(100);
  recovery.lost({});
  media.flows = true;
  await pass(300);
  assert.deepEqual(story, ['restartIce', 'rebuild', 'flows']);
});

test('without signaling nothing is tried', async () => {
  const { recovery, story } = createLadder();
  recovery.broken();
  recovery.suspend();
  await pass(20_000);
  assert.deepEqual([story, recovery.state], [['restartIce'], 'steady']);
});
