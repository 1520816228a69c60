import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromWire } from '../../../../src/client/errors/from-wire.ts';
import { FakePublisher, SessionHarness } from './support/harness.ts';
import { createWelcome, stream } from './support/welcome.ts';

const other = { id: 'other', createdAt: 2, data: '' };
const MODERATOR = { ...createWelcome().permissions, forceDisconnect: true, forceUnpublish: true, forceMute: true };

async function openSession(permissions = MODERATOR) {
  const harness = new SessionHarness();
  await harness.connect({ permissions, connections: [other], streams: [stream('s1', 'other')] });
  const { session } = harness;
  return { harness, session, theirs: session.streams.find((found) => found.streamId === 's1') };
}

test('a moderator acts by objects or ids', async () => {
  const { harness, session, theirs } = await openSession();
  const connection = session.connections.find(({ connectionId }) => connectionId === 'other');
  if (theirs === undefined || connection === undefined) throw new Error('nobody there');
  await session.forceDisconnect(connection);
  await session.forceDisconnect('other');
  await session.forceUnpublish(theirs);
  await session.forceUnpublish('s1');
  await session.forceMuteStream(theirs);
  await session.forceMuteAll([theirs]);
  await session.forceMuteAll();
  await session.disableForceMute();
  assert.deepEqual(
    harness.sent.map(({ name, data }) => [name, data]),
    [
      ['forceDisconnect', { connectionId: 'other' }],
      ['forceDisconnect', { connectionId: 'other' }],
      ['forceUnpublish', { streamId: 's1' }],
      ['forceUnpublish', { streamId: 's1' }],
      ['forceMuteStream', { streamId: 's1' }],
      ['forceMuteAll', { excludedStreamIds: ['s1'] }],
      ['forceMuteAll', { excludedStreamIds: [] }],
      ['disableForceMute', {}],
    ],
  );
});

test('the callback hears of success and of failure', async () => {
  const { harness, session } = await openSession();
  const heard: unknown[] = [];
  await session.forceDisconnect('other', (error) => heard.push(error));
  harness.answer = () => ({ ok: false, error: { code: 'notFound', message: 'gone' } });
  await session.forceUnpublish('s1', (error) => heard.push(error?.name)).catch(() => undefined);
  assert.deepEqual(heard, [undefined, 'OT_NOT_FOUND']);
});

test('whoever may not is told at once, with the code of the action', async () => {
  const { harness, session, theirs } = await openSession(createWelcome().permissions);
  if (theirs === undefined) throw new Error('no stream');
  const name = 'OT_PERMISSION_DENIED';
  await assert.rejects(session.forceDisconnect('other'), { name, code: 1520 });
  await assert.rejects(session.forceUnpublish(theirs), { name, code: 1530 });
  await assert.rejects(session.forceMuteStream(theirs), { name, code: 1540 });
  await assert.rejects(session.forceMuteAll(), { name, code: 1540 });
  await assert.rejects(session.disableForceMute(), { name, code: 1540 });
  assert.deepEqual(harness.sent, []);
  assert.equal(harness.reported.length, 5);
});

test('wrong arguments and a session that is not connected are told apart', async () => {
  const { session } = await openSession();
  const name = 'OT_INVALID_PARAMETER';
  await assert.rejects(session.forceDisconnect(7 as never), { name, code: 1011 });
  await assert.rejects(session.forceUnpublish(''), { name, code: 1011 });
  await assert.rejects(session.forceMuteStream('s1' as never), { name, code: 1011 });
  await assert.rejects(session.forceMuteAll(['s1'] as never), { name, code: 1011 });
  await assert.rejects(session.forceMuteAll('s1' as never), { name, code: 1011 });
  await session.disconnect();
  await assert.rejects(session.forceDisconnect('other'), { name: 'OT_NOT_CONNECTED', code: 1010 });
});

test("the server's refusals have the codes of the actions", () => {
  const denied = { code: 'notPermitted', message: '' } as const;
  const gone = { code: 'notFound', message: '' } as const;
  assert.equal(fromWire(denied, 'forceDisconnect').code, 1520);
  assert.equal(fromWire(denied, 'forceUnpublish').code, 1530);
  for (const name of ['forceMuteStream', 'forceMuteAll', 'disableForceMute'] as const) {
    assert.equal(fromWire(denied, name).code, 1540);
  }
  assert.deepEqual(
    [fromWire(gone, 'forceDisconnect').name, fromWire(gone, 'forceMuteStream').name],
    ['OT_INVALID_PARAMETER', 'OT_NOT_FOUND'],
  );
});

test('muted streams are announced, own publishers turn their sound off, and the session says whether it goes on', async () => {
  const { harness, session } = await openSession();
  const publisher = new FakePublisher(harness.journal);
  await session.publish.promise(publisher);
  harness.note('muteForced');
  session.on('streamPropertyChanged', ({ stream: { streamId }, changedProperty, newValue }) =>
    harness.journal.push(`${streamId} ${changedProperty} ${newValue}`),
  );
  harness.read();
  harness.socket.received('muteForced', { streamIds: ['s1', 'own', 'gone'] });
  assert.deepEqual(harness.read(), ['s1 hasAudio false', 'own hasAudio false', 'publisher muteForced']);
  harness.socket.received('muteForced', { streamIds: [], active: true });
  harness.socket.received('muteForced', { streamIds: [], active: false });
  assert.deepEqual(harness.read(), ['muteForced', 'muteForced']);
});

test('who joins a muted session hears of it after the streams', async () => {
  const harness = new SessionHarness().note('sessionConnected', 'streamCreated', 'muteForced');
  const actives: boolean[] = [];
  harness.session.on('muteForced', ({ active }) => actives.push(active));
  await harness.connect({ connections: [other], streams: [stream('s1', 'other')], muteForced: true });
  assert.deepEqual(harness.read().slice(-3), ['sessionConnected', 'streamCreated', 'muteForced']);
  assert.deepEqual(actives, [true]);
});
