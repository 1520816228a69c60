import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import type { EndedReason } from '../../../../src/client/session/events.ts';
import { FakePublisher, SessionHarness } from './support/harness.ts';
import { createWelcome, stream } from './support/welcome.ts';

const other = { id: 'other', createdAt: 2, data: '' };

/** A session with a publisher and a subscriber. */
async function openCall() {
  const harness = new SessionHarness().note('sessionDisconnected');
  harness.session.on('streamCreated', (event) => void harness.session.subscribe(event.stream));
  await harness.connect({ connections: [other], streams: [stream('s1', 'other')] });
  await harness.session.publish.promise(new FakePublisher(harness.journal));
  harness.read();
  return harness;
}

/** The reason of the next sessionDisconnected. */
function nextEnd(harness: SessionHarness): Promise<EndedReason> {
  return new Promise((resolve) => harness.session.once('sessionDisconnected', ({ reason }) => resolve(reason)));
}

test('media and socket end at once, then the app hears of it, then publishers and subscribers end', async () => {
  const harness = await openCall();
  const left = harness.session.disconnect().then(() => harness.journal.push('promise'));
  assert.deepEqual(harness.read(), ['media closed', 'socket closed']);
  assert.equal(harness.session.currentState, 'disconnecting');
  await left;
  assert.deepEqual(harness.read(), [
    'sessionDisconnected',
    'publisher ended clientDisconnected',
    'subscriber ended clientDisconnected',
    'promise',
  ]);
  assert.equal(harness.session.currentState, 'disconnected');
  assert.deepEqual([harness.session.connection, harness.session.streams.length()], [null, 0]);
  assert.equal(harness.session.capabilities.publish, 0);
});

test('preventing the default keeps the containers of subscribers, not the publishers', async () => {
  const harness = await openCall();
  harness.session.once('sessionDisconnected', (event) => event.preventDefault());
  await harness.session.disconnect();
  assert.deepEqual(harness.read().slice(2), [
    'sessionDisconnected',
    'publisher ended clientDisconnected',
    'subscriber ended clientDisconnected, container kept',
  ]);
});

test('disconnecting twice, or when not connected, resolves', async () => {
  const harness = await openCall();
  await Promise.all([harness.session.disconnect(), harness.session.disconnect()]);
  assert.equal(harness.read().filter((entry) => entry === 'sessionDisconnected').length, 1);
  await harness.session.disconnect();
});

test('an expelled client hears the reason of the server', async () => {
  const harness = await openCall();
  const ended = nextEnd(harness);
  harness.socket.received('expelled', { reason: 'forceDisconnected' });
  assert.equal(await ended, 'forceDisconnected');
});

test('the socket that ends after an expulsion changes nothing', async () => {
  const harness = await openCall();
  const ended = nextEnd(harness);
  harness.socket.received('expelled', { reason: 'forceDisconnected' });
  harness.socket.closed(createError('OT_SOCKET_CLOSE_CONNECTIVITY_LOSS', 'gone'));
  assert.equal(await ended, 'forceDisconnected');
});

test('a lost connection that cannot be had back ends the session with networkDisconnected', async () => {
  const harness = await openCall();
  const ended = nextEnd(harness);
  harness.socket.closed(createError('OT_SOCKET_CLOSE_CONNECTIVITY_LOSS', 'gone'));
  harness.socket.closed(createError('OT_AUTHENTICATION_ERROR', 'the token has expired'));
  assert.equal(await ended, 'networkDisconnected');
  assert.equal(harness.session.currentState, 'disconnected');
});

test('the same session can connect again, also from its own sessionDisconnected', async () => {
  const harness = await openCall();
  let again: Promise<unknown> | undefined;
  harness.session.once('sessionDisconnected', () => {
    again = harness.session.connect.promise('token 2');
  });
  await harness.session.disconnect();
  harness.socket.received('welcome', createWelcome());
  await again;
  assert.ok(harness.session.isConnected());
  assert.equal(harness.session.connections.length(), 1);
  assert.equal(harness.session.token, 'token 2');
});

test('connecting while the session is still leaving waits for the end of that', async () => {
  const harness = await openCall();
  const left = harness.session.disconnect();
  const again = harness.session.connect.promise('token 2').then(() => harness.journal.push('connected'));
  await left;
  await Promise.resolve();
  harness.socket.received('welcome', createWelcome());
  await again;
  assert.deepEqual(harness.read().slice(2), [
    'sessionDisconnected',
    'publisher ended clientDisconnected',
    'subscriber ended clientDisconnected',
    'connected',
  ]);
});

test('requests of a session that has ended fail', async () => {
  const harness = await openCall();
  const left = harness.session.disconnect();
  await assert.rejects(harness.session.signal({ data: 'x' }), { name: 'OT_NOT_CONNECTED', code: 500 });
  await left;
});
