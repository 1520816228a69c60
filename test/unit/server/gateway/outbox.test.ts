import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../../../../src/server/gateway/outbox.ts';

function openOutbox() {
  const sent: [string, number][] = [];
  const socket = { emit: (name: string, _data: unknown, sequence: number) => void sent.push([name, sequence]) };
  const outbox = new Outbox();
  outbox.attach(socket);
  return { outbox, socket, sent };
}

const say = (outbox: Outbox) => outbox.send('streamRestored', { streamId: 'x' });

test('what waits without a socket is sent with the next one, numbered on', () => {
  const { outbox, socket, sent } = openOutbox();
  say(outbox);
  outbox.detach();
  say(outbox);
  say(outbox);
  outbox.attach(socket);
  outbox.replay(1);
  assert.deepEqual(
    sent.map(([, sequence]) => sequence),
    [1, 2, 3],
  );
});

test('what was answered by a heartbeat is forgotten, what came after it is kept', () => {
  const { outbox, sent } = openOutbox();
  say(outbox);
  say(outbox);
  outbox.mark();
  say(outbox);
  outbox.confirm();
  assert.deepEqual(
    [1, 2, 3, 4].map((after) => outbox.canReplay(after)),
    [false, true, true, false],
  );
  sent.splice(0);
  outbox.replay(2);
  assert.deepEqual(sent, [['streamRestored', 3]]);
  outbox.mark();
  outbox.confirm();
  assert.equal(outbox.canReplay(2), false);
  assert.equal(outbox.canReplay(3), true);
});

test('who misses very much cannot go on', () => {
  const { outbox } = openOutbox();
  outbox.detach();
  for (let count = 0; count < 1_001; count += 1) say(outbox);
  assert.equal(outbox.canReplay(0), false);
  assert.equal(outbox.canReplay(1), true);
});
