import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Activity, CountsLedger, countAlike } from '../../../../src/server/sessions/counts.ts';

const idle: Activity = { streams: 0, subscriptions: 0 };
const watching: Activity = { streams: 0, subscriptions: 2 };
const publishing: Activity = { streams: 1, subscriptions: 0 };
const both: Activity = { streams: 3, subscriptions: 1 };

describe('the ledger of counts', () => {
  test('counts connections, not streams or subscriptions', () => {
    const ledger = new CountsLedger();
    for (const activity of [idle, watching, publishing, both]) ledger.change(undefined, activity);
    assert.deepEqual(ledger.counts, { version: 0, connections: 4, publishers: 2, subscribers: 2, subscribingOnly: 1 });
  });

  test('comes back to nothing when everyone has gone, whatever they did meanwhile', () => {
    const ledger = new CountsLedger();
    const moves: (readonly [Activity | undefined, Activity | undefined])[] = [
      [undefined, idle],
      [idle, watching],
      [watching, both],
      [both, publishing],
      [publishing, undefined],
    ];
    for (const [before, after] of moves) ledger.change(before, after);
    assert.deepEqual(ledger.counts, { version: 0, connections: 0, publishers: 0, subscribers: 0, subscribingOnly: 0 });
  });

  test('a viewer that begins to publish is no longer subscribing only', () => {
    const ledger = new CountsLedger();
    ledger.change(undefined, watching);
    assert.equal(ledger.counts.subscribingOnly, 1);
    ledger.change(watching, both);
    assert.equal(ledger.counts.subscribingOnly, 0);
    assert.equal(ledger.counts.subscribers, 1);
  });

  test('one stream more or less changes nothing for who publishes already', () => {
    assert.ok(countAlike({ streams: 1, subscriptions: 0 }, { streams: 2, subscriptions: 0 }));
    assert.ok(!countAlike(publishing, idle));
    assert.ok(!countAlike(watching, idle));
  });
});
