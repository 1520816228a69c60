import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakePublisher, SessionHarness } from './support/harness.ts';
import { stream } from './support/welcome.ts';

const other = { id: 'other', createdAt: 2, data: 'theirs' };
const counts = { version: 2, connections: 2, publishers: 0, subscribers: 0, subscribingOnly: 0 };

async function openSession(...names: string[]) {
  const harness = new SessionHarness().note(...names);
  await harness.connect({ connections: [other], streams: [stream('s1', 'other')] });
  harness.read();
  return harness;
}

test('connections come and go', async () => {
  const harness = await openSession();
  const seen: unknown[] = [];
  harness.session.on('connectionCreated', ({ connection }) => seen.push(connection.data));
  harness.session.on('connectionDestroyed', ({ connection, reason }) => seen.push([connection.data, reason]));
  harness.socket.received('connectionCreated', { connection: { id: 'c3', createdAt: 3, data: 'third' } });
  harness.socket.received('connectionDestroyed', { connectionId: 'c3', reason: 'networkDisconnected' });
  harness.socket.received('connectionDestroyed', { connectionId: 'c3', reason: 'networkDisconnected' });
  assert.deepEqual(seen, ['third', ['third', 'networkDisconnected']]);
});

test('counts are announced only when they are newer', async () => {
  const harness = await openSession('countsChanged');
  harness.socket.received('countsChanged', { counts, streams: [] });
  harness.socket.received('countsChanged', { counts, streams: [] });
  assert.deepEqual(harness.read(), ['countsChanged']);
  assert.deepEqual(harness.session.counts, counts);
});

test('counts that come with other news are there when the app hears of it, and are announced after it', async () => {
  const harness = await openSession();
  const seen: unknown[] = [];
  harness.session.on(
    'connectionCreated connectionDestroyed streamDestroyed countsChanged',
    ({ type }: { type: string }) => seen.push([type, harness.session.counts.version]),
  );
  const connection = { id: 'c3', createdAt: 3, data: 'third' };
  const at = (version: number) => ({ ...counts, version });
  harness.socket.received('connectionCreated', { connection, counts: at(101) });
  harness.socket.received('connectionDestroyed', { connectionId: 'c3', reason: 'clientDisconnected', counts: at(102) });
  harness.socket.received('countsChanged', { counts: at(102), streams: [] });
  harness.socket.received('connectionDestroyed', {
    connectionId: 'other',
    reason: 'clientDisconnected',
    counts: at(102),
  });
  assert.deepEqual(seen, [
    ['connectionCreated', 101],
    ['countsChanged', 101],
    ['connectionDestroyed', 102],
    ['countsChanged', 102],
    ['connectionDestroyed', 102],
  ]);
});

test('a signal without a type is one event', async () => {
  const harness = await openSession();
  const seen: unknown[] = [];
  harness.session.on('signal', ({ type, data, from }) => seen.push([type, data, from?.data ?? null]));
  harness.socket.received('signal', { data: '"hi"', from: 'other' });
  harness.socket.received('signal', { data: 'plain text' });
  assert.deepEqual(seen, [
    ['signal', 'hi', 'theirs'],
    ['signal', 'plain text', null],
  ]);
});

test('a signal with a type is two events, both of that type', async () => {
  const harness = await openSession();
  const seen: unknown[] = [];
  harness.session.on('signal:chat', ({ type }) => seen.push(['signal:chat', type]));
  harness.session.on('signal', ({ type }) => seen.push(['signal', type]));
  harness.socket.received('signal', { type: 'chat', data: '{"x":1}', from: 'other' });
  assert.deepEqual(seen, [
    ['signal', 'signal:chat'],
    ['signal:chat', 'signal:chat'],
  ]);
});

test('the sender of a signal is known although connections are not announced', async () => {
  const harness = await openSession();
  const senders: unknown[] = [];
  harness.session.on('signal', ({ from }) => senders.push(from?.data));
  const connection = { id: 'c9', createdAt: 9, data: 'ninth' };
  harness.socket.received('signal', { data: '1', from: 'c9', connection });
  assert.deepEqual(senders, ['ninth']);
});

test('a refused encryption ends all media and is reported', async () => {
  const harness = await openSession();
  await harness.session.publish.promise(new FakePublisher(harness.journal));
  await harness.session.subscribe.promise(harness.session.streams.find({ id: 's1' }) as never);
  harness.read();
  harness.socket.received('encryptionRefused', { required: 'aes-256' });
  assert.deepEqual(harness.read(), [
    'media refused OT_ENCRYPTION_TOO_WEAK',
    'publisher ended networkDisconnected',
    'subscriber ended encryptionTooWeak',
  ]);
  assert.deepEqual(
    harness.reported.map(({ name, code }) => [name, code]),
    [['OT_ENCRYPTION_TOO_WEAK', 1560]],
  );
});

test('refused transports end all media, another refused one-way request is only reported', async () => {
  const harness = await openSession();
  const error = { code: 'invalidMessage', message: 'no' };
  harness.socket.received('requestRefused', { request: 'playSubscription', error });
  assert.deepEqual(harness.read(), []);
  harness.socket.received('requestRefused', { request: 'connectTransports', error });
  assert.deepEqual(harness.read(), ['media refused OT_INVALID_PARAMETER']);
  assert.equal(harness.reported.length, 2);
});

test('a notification of a newer server is ignored', async () => {
  const harness = await openSession();
  harness.socket.received('moonRose', { over: 'the sea' });
  assert.ok(harness.session.isConnected());
});

test('a second welcome changes nothing', async () => {
  const harness = await openSession('sessionConnected');
  harness.socket.received('welcome', {});
  assert.deepEqual(harness.read(), []);
  assert.equal(harness.session.connections.length(), 2);
});

test('a signal is sent, and its refusal is the OpenTok error', async () => {
  const harness = await openSession();
  await harness.session.signal({ type: 'chat', data: 'hi' });
  assert.deepEqual(harness.sent[0]?.data, { type: 'chat', data: '"hi"' });
  harness.answer = () => ({ ok: false, error: { code: 'notPermitted', message: 'no' } });
  const error = await new Promise((resolve) => {
    harness.session.signal({ data: 'x' }, resolve).catch(() => undefined);
  });
  assert.deepEqual([(error as Error).name, (error as { code?: number }).code], ['OT_PERMISSION_DENIED', 403]);
  assert.deepEqual(harness.reported, [error]);
});

test('a signal with a wrong argument is refused to its caller only', async () => {
  const harness = await openSession();
  await assert.rejects(harness.session.signal({ type: 'a b' }), { name: 'OT_INVALID_PARAMETER', code: 400 });
  assert.deepEqual([harness.reported, harness.sent], [[], []]);
});
