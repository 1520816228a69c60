import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { MediaEngine } from '../../../../src/client/media/engine.ts';
import { Continuity } from '../../../../src/client/session/continuity.ts';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

/** A joined session whose media is as the test says, and what it hears. */
function createContinuity(milestones: MediaEngine['milestones'], live = true) {
  const story: string[] = [];
  const engine = {
    milestones,
    connected: false,
    ways: new Map(),
    restartIce: async () => void story.push('restartIce'),
    rebuild: async () => void story.push('rebuild'),
  } as unknown as MediaEngine;
  const continuity = new Continuity({
    channel: {
      live,
      reopen: (fresh) => void story.push(fresh ? 'fresh' : 'reopen'),
      request: (async () => ({})) as never,
    },
    engine,
    streams: () => new Map(),
    joinMs: () => 100,
    onMediaLost: () => story.push('media lost'),
    onMediaFailed: () => story.push('media failed'),
    onInterrupted: () => story.push('interrupted'),
    onRecovered: () => story.push('recovered'),
    onEnded: (reason) => story.push(reason),
  });
  return { continuity, story };
}

test('media that has worked is brought back, media that never has is given up', () => {
  const worked = createContinuity({ dtlsConnectedAt: 1 });
  worked.continuity.mediaBroken('recv', 'disconnected');
  assert.deepEqual(worked.story, ['media lost', 'restartIce']);
  const never = createContinuity({});
  never.continuity.mediaBroken('recv', 'failed');
  never.continuity.mediaBroken('send', 'disconnected');
  assert.deepEqual(never.story, []);
  never.continuity.mediaBroken('send', 'failed');
  assert.deepEqual(never.story, ['media failed']);
});

test('new transports that fail while media is brought back end nothing', () => {
  const { continuity, story } = createContinuity({});
  continuity.mediaRenewed({});
  continuity.mediaBroken('send', 'failed');
  assert.deepEqual(story, ['media lost', 'rebuild', 'media lost']);
});

test('without signaling nobody is asked for another way', () => {
  const { continuity, story } = createContinuity({ dtlsConnectedAt: 1 }, false);
  continuity.mediaBroken('recv', 'failed');
  assert.deepEqual(story, []);
});

test('a server that goes away is joined anew, another socket goes on', () => {
  const lost = createContinuity({});
  lost.continuity.socketLost(new Error('gone') as never);
  assert.deepEqual(lost.story, ['interrupted', 'reopen']);
  assert.equal(lost.continuity.rejoined(), true);
  const left = createContinuity({});
  left.continuity.serverLeaves();
  assert.deepEqual(left.story, ['interrupted', 'fresh']);
  assert.equal(left.continuity.rejoined(), true);
  assert.equal(left.continuity.rejoined(), false);
});
