import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Fallback, type FallbackState, toFairBandwidthBps } from '../../../../src/client/publisher/fallback.ts';

const VGA = { width: 640, height: 480 };
const plenty = { bandwidthBps: 2_000_000, audioLossRatio: 0, videoLossRatio: 0 };
const thin = { bandwidthBps: 100_000, audioLossRatio: 0, videoLossRatio: 0 };
const starved = { bandwidthBps: 50_000, audioLossRatio: 0, videoLossRatio: 0 };

/** A fallback that lives through samples, one a second. */
function begin() {
  const states: FallbackState[] = [];
  const fallback = new Fallback((state) => states.push(state));
  let nowMs = 0;
  const live = (sample: Parameters<Fallback['take']>[0], seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      nowMs += 1_000;
      fallback.take(sample, VGA, nowMs);
    }
    return states.splice(0);
  };
  return { fallback, live, states };
}

describe("a publisher's fallback to sound", () => {
  test('a line that has room, or says nothing, changes nothing', () => {
    const { live } = begin();
    assert.deepEqual(live(plenty, 100), []);
    assert.deepEqual(live({ bandwidthBps: undefined, videoLossRatio: 0, audioLossRatio: 0.1 }, 100), []);
  });

  test('one bad second is nothing, two are believed, and three good ones', () => {
    const { live } = begin();
    assert.deepEqual(live(thin, 1), []);
    assert.deepEqual(live(plenty, 1), []);
    assert.deepEqual(live(thin, 2), ['warning']);
    assert.deepEqual(live(plenty, 2), []);
    assert.deepEqual(live(plenty, 1), ['active']);
  });

  test('without room for anything the picture goes, and comes back by a probe', () => {
    const { live } = begin();
    assert.deepEqual(live(starved, 2), ['suspended']);
    assert.deepEqual(live(plenty, 29), []);
    assert.deepEqual(live(plenty, 1), ['probing']);
    assert.deepEqual(live(plenty, 3), ['active']);
  });

  test('probes in vain are rarer and rarer', () => {
    const { live } = begin();
    live(starved, 2);
    const waits: number[] = [];
    for (let probe = 0; probe < 4; probe += 1) {
      let seconds = 0;
      while (live(starved, 1)[0] !== 'probing') seconds += 1;
      waits.push(seconds + 1);
      assert.deepEqual(live(starved, 10), ['suspended']);
    }
    assert.deepEqual(waits, [30, 60, 120, 120]);
  });

  test('sound that is lost counts at once when it is much, later when it lasts', () => {
    assert.deepEqual(begin().live({ bandwidthBps: undefined, videoLossRatio: 0, audioLossRatio: 0.5 }, 2), [
      'suspended',
    ]);
    assert.deepEqual(begin().live({ bandwidthBps: undefined, videoLossRatio: 0, audioLossRatio: 0.25 }, 2), [
      'warning',
    ]);
    const { live } = begin();
    const lossy = { bandwidthBps: undefined, videoLossRatio: 0, audioLossRatio: 0.17 };
    assert.deepEqual(live(lossy, 8), []);
    assert.deepEqual(live(lossy, 1), ['warning']);
    assert.deepEqual(live(lossy, 30).slice(0, 1), ['suspended']);
  });

  test('a picture most of which is lost is no picture', () => {
    assert.deepEqual(begin().live({ ...plenty, videoLossRatio: 0.3 }, 20), []);
    assert.deepEqual(begin().live({ ...plenty, videoLossRatio: 0.6 }, 2), ['suspended']);
  });

  test('what a picture is worth sending for follows its size', () => {
    assert.deepEqual(
      [
        [320, 240],
        [640, 480],
        [480, 640],
        [1280, 720],
        [1920, 1080],
        [800, 600],
      ].map(([width = 0, height = 0]) => toFairBandwidthBps({ width, height })),
      [120_000, 150_000, 150_000, 400_000, 500_000, 250_000],
    );
  });

  test('without a picture there is nothing to decide', () => {
    const { fallback, live, states } = begin();
    live(starved, 2);
    fallback.reset();
    assert.deepEqual(states, ['active']);
  });
});
