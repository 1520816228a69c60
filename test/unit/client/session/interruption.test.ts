import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import { waitFor } from '../../../support/wait.ts';
import { FakePublisher, SessionHarness } from './support/harness.ts';
import { createWelcome, stream } from './support/welcome.ts';

const other = { id: 'other', createdAt: 2, data: '' };
const newcomer = { id: 'newcomer', createdAt: 3, data: '' };
const gone = createError('OT_SOCKET_CLOSE_CONNECTIVITY_LOSS', 'gone');

/** A session in a call whose socket is lost. */
async function interrupt() {
  const harness = new SessionHarness().note('sessionReconnecting', 'sessionReconnected', 'sessionDisconnected');
  harness.session.on('streamCreated', (event) => void harness.session.subscribe(event.stream));
  await harness.connect({ connections: [other], streams: [stream('s1', 'other')] });
  await harness.session.publish.promise(new FakePublisher(harness.journal));
  harness.read();
  harness.socket.closed(gone);
  return harness;
}

/** Waits until the journal holds an entry. */
async function read(harness: SessionHarness, last: string): Promise<string[]> {
  await waitFor(() => harness.journal.at(-1) === last);
  return harness.read();
}

test('a lost socket is told once, and the session stays connected', async () => {
  const harness = await interrupt();
  assert.deepEqual(harness.read(), ['socket closed', 'sessionReconnecting']);
  harness.socket.closed(gone);
  assert.deepEqual(harness.read(), ['socket closed']);
  assert.equal(harness.session.isConnected(), true);
  assert.equal(harness.session.currentState, 'connected');
  await harness.session.disconnect();
});

test('it is back when the server has resumed it and media is seen to flow', async () => {
  const harness = await interrupt();
  const signalled = harness.session.signal({ data: 'later' });
  harness.sent.splice(0);
  harness.socket.received('resumed', { received: 0 }, 0);
  assert.deepEqual(
    harness.sent.map(({ name }) => name),
    ['signal'],
  );
  await signalled;
  await read(harness, 'sessionReconnected');
  await harness.session.disconnect();
});

test('connecting meanwhile gets the answer of the first time, and throws nothing away', async () => {
  const harness = await interrupt();
  await harness.session.connect.promise('another token');
  assert.equal(harness.handshakes.length, 2);
  assert.equal(harness.session.isConnected(), true);
  await harness.session.disconnect();
});

test('a signal that is not to be sent later fails at once', async () => {
  const harness = await interrupt();
  await assert.rejects(harness.session.signal({ data: 'now', retryAfterReconnect: false }), { code: 500 });
  await harness.session.disconnect();
});

test('leaving meanwhile ends it', async () => {
  const harness = await interrupt();
  await harness.session.disconnect();
  assert.equal(harness.session.currentState, 'disconnected');
  assert.ok(harness.read().includes('sessionDisconnected'));
});

test('a server that does not know it any more is joined anew: what has ended is told, then what has begun', async () => {
  const harness = await interrupt();
  harness.note('connectionCreated', 'connectionDestroyed', 'streamCreated', 'streamDestroyed', 'countsChanged');
  const { connection: before, counts } = harness.session;
  harness.read();
  const welcome = createWelcome({
    connection: { id: 'me again', createdAt: 4, data: '' },
    connections: [newcomer],
    streams: [stream('s2', 'newcomer')],
    counts: { ...counts, version: 1, connections: 2 },
  });
  harness.socket.received('welcome', welcome, 1);
  assert.deepEqual(harness.read(), [
    'media rebuilt anew',
    'streamDestroyed',
    'subscriber ended networkDisconnected',
    'connectionDestroyed',
    'connectionDestroyed',
    'connectionCreated',
    'connectionCreated',
    'subscribe s2',
    'streamCreated',
    'countsChanged',
  ]);
  assert.notEqual(harness.session.connection, before);
  assert.deepEqual(harness.session.connections.map(({ connectionId }) => connectionId).sort(), [
    'me again',
    'newcomer',
  ]);
  await read(harness, 'sessionReconnected');
  await harness.session.disconnect();
});

test('a server that goes away is looked for; when none comes its reason is told', async () => {
  const harness = new SessionHarness().note('sessionReconnecting');
  await harness.connect();
  const ended = new Promise((resolve) => harness.session.once('sessionDisconnected', ({ reason }) => resolve(reason)));
  harness.socket.received('expelled', { reason: 'serverRotation' }, 2);
  assert.ok(harness.read().includes('sessionReconnecting'));
  harness.socket.closed(createError('OT_AUTHENTICATION_ERROR', 'the token has expired'));
  assert.equal(await ended, 'serverRotation');
});

test('who was sent away is not led back', async () => {
  const harness = new SessionHarness().note('sessionReconnecting', 'sessionDisconnected');
  await harness.connect();
  const ended = new Promise((resolve) => harness.session.once('sessionDisconnected', ({ reason }) => resolve(reason)));
  harness.socket.received('expelled', { reason: 'forceDisconnected' }, 2);
  assert.equal(await ended, 'forceDisconnected');
  assert.ok(!harness.read().includes('sessionReconnecting'));
});
