import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplayGuard, ReplayWindow } from '../../../../src/client/e2ee/worker/replay-window.ts';

test('a number counts once, in any order inside the window, and not at all behind it', () => {
  const window = new ReplayWindow();
  for (const ctr of [5, 0, 3000, 2999, 953, 1_000_000, 999_000]) assert.ok(window.add(ctr), String(ctr));
  for (const ctr of [5, 0, 3000, 952, 1_000_000, 999_000, 997_952]) assert.ok(!window.add(ctr), String(ctr));
  assert.ok(window.add(997_953));
});

test('a window that moves forgets what it leaves, and only that', () => {
  const window = new ReplayWindow();
  const seen = new Set<number>();
  let state = 1;
  let highest = -1;
  for (let round = 0; round < 20_000; round += 1) {
    state = (state * 48271) % 2147483647;
    const ctr = Math.max(0, Math.floor(round / 3) + (state % 3000) - 1500);
    const expected = !seen.has(ctr) && ctr > highest - 2048;
    assert.equal(window.add(ctr), expected, `${ctr} in round ${round}`);
    if (expected) seen.add(ctr);
    highest = Math.max(highest, expected ? ctr : -1);
  }
});

test('what was seen of a sender stays, and there is an end to how many are remembered', () => {
  const guard = new ReplayGuard();
  const first = guard.windowsOf('first');
  assert.equal(guard.windowsOf('first'), first);
  for (let count = 1; count < 4096; count += 1) assert.ok(guard.windowsOf(String(count)));
  assert.equal(guard.windowsOf('one more'), undefined);
  assert.equal(guard.windowsOf('first'), first);
});
