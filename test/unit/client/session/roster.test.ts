import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Roster } from '../../../../src/client/session/roster.ts';
import { createWelcome, stream } from './support/welcome.ts';

const me = { id: 'me', createdAt: 1, data: 'mine' };
const other = { id: 'other', createdAt: 2, data: 'theirs' };

function enter(changes: Parameters<typeof createWelcome>[0] = {}): Roster {
  const roster = new Roster();
  roster.enter(createWelcome({ connection: me, connections: [other], streams: [stream('s1', 'other')], ...changes }));
  return roster;
}

test('entering shows who is there, this client first, and their streams', () => {
  const roster = enter();
  assert.equal(roster.self?.data, 'mine');
  assert.deepEqual([...roster.connections.keys()], ['me', 'other']);
  assert.equal(roster.streams.get('s1')?.connection, roster.connections.get('other'));
});

test('entering again starts over, leaving forgets all', () => {
  const roster = enter();
  roster.enter(createWelcome({ connection: me }));
  assert.deepEqual([roster.connections.size, roster.streams.size], [1, 0]);
  roster.leave();
  assert.deepEqual([roster.connections.size, roster.self, roster.counts.connections], [0, null, 0]);
});

test('those who publish nothing are listed', () => {
  const roster = enter();
  assert.deepEqual(
    roster.connectionsNotPublishing.map(({ id }) => id),
    ['me'],
  );
  roster.removeStream('s1');
  assert.equal(roster.connectionsNotPublishing.length, 2);
});

test('the owner of a stream is known although its connection was not announced, as long as it publishes', () => {
  const roster = enter({ connections: [], owners: [other] });
  assert.equal(roster.connections.size, 1);
  assert.equal(roster.streams.get('s1')?.connection.data, 'theirs');
  const added = roster.addStream(stream('s2', 'third'), { id: 'third', createdAt: 3, data: 'new' });
  assert.equal(added?.connection.data, 'new');
  assert.equal(roster.findConnection('third')?.data, 'new');
  roster.removeStream('s2');
  assert.equal(roster.findConnection('third'), undefined);
});

test('a stream of nobody is not added', () => {
  assert.equal(enter().addStream(stream('s9', 'nobody')), undefined);
});

test('only properties that differ are reported', () => {
  const roster = enter();
  const changes = roster.updateStream('s1', {
    hasAudio: true,
    hasVideo: false,
    videoDimensions: { width: 640, height: 480 },
  });
  assert.deepEqual(
    changes.map(({ changedProperty, oldValue, newValue }) => [changedProperty, oldValue, newValue]),
    [['hasVideo', true, false]],
  );
  assert.equal(roster.streams.get('s1')?.hasVideo, false);
  assert.deepEqual(roster.updateStream('s1', { hasVideo: false }), []);
  assert.deepEqual(roster.updateStream('gone', { hasVideo: false }), []);
});

test('older counts never replace newer ones', () => {
  const roster = enter();
  const counts = (version: number, connections: number) => ({
    version,
    connections,
    publishers: 0,
    subscribers: 0,
    subscribingOnly: 0,
  });
  assert.equal(roster.updateCounts(counts(5, 3)), true);
  assert.equal(roster.updateCounts(counts(4, 9)), false);
  assert.equal(roster.updateCounts(counts(5, 9)), false);
  assert.equal(roster.counts.connections, 3);
});

test('a stream is reported when its subscriber count changed', () => {
  const roster = enter();
  assert.equal(roster.setSubscriberCount('s1', 2)?.subscriberCount, 2);
  assert.equal(roster.setSubscriberCount('s1', 2), undefined);
  assert.equal(roster.setSubscriberCount('gone', 1), undefined);
});
