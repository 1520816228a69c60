import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import { SessionHarness } from './support/harness.ts';
import { createWelcome, stream } from './support/welcome.ts';

const other = { id: 'other', createdAt: 2, data: '' };
const inhabited = { connections: [other], streams: [stream('s1', 'other')] };

afterEach(() => mock.reset());

test('the events of a join come in one burst and in order, the callback right after sessionConnected', () => {
  const harness = new SessionHarness().note('sessionConnected', 'connectionCreated', 'streamCreated');
  harness.session.connect('token', (error, event) => {
    harness.journal.push(`callback ${error} ${event?.type}`);
  });
  assert.equal(harness.session.currentState, 'connecting');
  harness.socket.received('welcome', createWelcome(inhabited));
  assert.deepEqual(harness.read(), [
    'sessionConnected',
    'callback undefined sessionConnected',
    'connectionCreated',
    'connectionCreated',
    'streamCreated',
  ]);
  assert.equal(harness.session.currentState, 'connected');
  assert.equal(harness.session.connection?.connectionId, 'me');
});

test('the promise resolves with the session, after the burst', async () => {
  const harness = new SessionHarness().note('streamCreated');
  const connected = harness.session.connect.promise('token').then((session) => {
    harness.journal.push('promise');
    return session;
  });
  harness.socket.received('welcome', createWelcome(inhabited));
  assert.equal(await connected, harness.session);
  assert.deepEqual(harness.read(), ['streamCreated', 'promise']);
});

test('the handshake carries the token and whether the app listens for streams', () => {
  const harness = new SessionHarness();
  harness.session.connect('old api key', 'token');
  assert.deepEqual(harness.handshakes, [
    {
      protocol: 1,
      apiKey: 'key',
      sessionId: 'session',
      token: 'token',
      connectionEvents: true,
      anticipate: false,
    },
  ]);
  const listening = new SessionHarness().note('streamCreated');
  listening.session.connect('token');
  assert.equal((listening.handshakes[0] as { anticipate: boolean }).anticipate, true);
});

test('an app that demands an encryption is sent no media before that is checked', async () => {
  const harness = new SessionHarness({ minimumEncryption: 'aes-256' });
  harness.session.on('streamCreated', () => undefined);
  await harness.connect();
  assert.equal((harness.handshakes[0] as { anticipate: boolean }).anticipate, false);
});

test('with connectionEventsSuppressed no connection is announced, not even the own', async () => {
  const harness = new SessionHarness({ connectionEventsSuppressed: true }).note('connectionCreated', 'streamCreated');
  await harness.connect({ streams: [stream('s1', 'other')], owners: [other] });
  assert.deepEqual(harness.read(), ['streamCreated']);
});

test('what the token says is shown early, the server replaces it', async () => {
  const harness = new SessionHarness();
  const payload = Buffer.from('{"role":"moderator"}').toString('base64url');
  const connected = harness.session.connect.promise(`h.${payload}.s`);
  assert.equal(harness.session.capabilities.forceDisconnect, 1);
  harness.socket.received('welcome', createWelcome());
  await connected;
  assert.equal(harness.session.capabilities.forceDisconnect, 0);
  assert.equal(harness.session.capabilities.publish, 1);
});

test('the stricter minimum encryption reaches the engine', async () => {
  const harness = new SessionHarness({ minimumEncryption: 'aes-128' });
  await harness.connect({ minimumEncryption: 'aes-256' });
  assert.equal(harness.opened?.minimumEncryption, 'aes-256');
});

test('a refusal reaches the callback, the promise and the exception event, and one can try again', async () => {
  const harness = new SessionHarness();
  const failures: unknown[] = [];
  harness.session.connect('token', (error) => failures.push(error?.name));
  const refused = harness.session.connect.promise('token');
  harness.socket.closed(createError('OT_AUTHENTICATION_ERROR', 'expired'));
  await assert.rejects(refused, { name: 'OT_AUTHENTICATION_ERROR', code: 1004 });
  assert.deepEqual(failures, ['OT_AUTHENTICATION_ERROR']);
  assert.deepEqual(
    harness.reported.map(({ name }) => name),
    ['OT_AUTHENTICATION_ERROR'],
  );
  assert.equal(harness.session.currentState, 'disconnected');
  await harness.connect();
  assert.ok(harness.session.isConnected());
});

test('a missing token or session id is refused without a socket', async () => {
  const harness = new SessionHarness();
  await assert.rejects(harness.session.connect.promise(''), { name: 'OT_AUTHENTICATION_ERROR' });
  assert.deepEqual(harness.handshakes, []);
});

test('a server address that cannot be found fails the connect', async () => {
  const harness = new SessionHarness(
    {},
    {
      resolveUrl: () => {
        throw createError('OT_CONNECT_FAILED', 'where?');
      },
    },
  );
  await assert.rejects(harness.session.connect.promise('token'), { name: 'OT_CONNECT_FAILED', code: 1006 });
  assert.equal(harness.session.currentState, 'disconnected');
});

test('a server that never lets in is given up with the phase in the message', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const harness = new SessionHarness();
  const connected = harness.session.connect.promise('token');
  harness.socket.opened();
  mock.timers.tick(15_000);
  await assert.rejects(connected, /OT_CONNECT_FAILED|phase: welcome/);
  assert.ok(harness.read().includes('socket closed'));
});

test('connecting twice settles both with one join', async () => {
  const harness = new SessionHarness();
  const calls: string[] = [];
  harness.session.connect('token', () => calls.push('first'));
  harness.session.connect('token', () => calls.push('second'));
  harness.socket.received('welcome', createWelcome());
  assert.deepEqual(calls, ['first', 'second']);
  await harness.session.connect.promise('token');
  assert.equal(harness.handshakes.length, 1);
});

test('disconnecting while connecting fails the connect and resolves at once', async () => {
  const harness = new SessionHarness().note('sessionDisconnected');
  const connected = harness.session.connect.promise('token');
  await Promise.all([assert.rejects(connected, { name: 'OT_CONNECT_FAILED' }), harness.session.disconnect()]);
  assert.deepEqual(harness.read(), ['media closed', 'socket closed']);
  assert.equal(harness.session.currentState, 'disconnected');
});

test('an old app may give the API key to connect instead of initSession', () => {
  const harness = new SessionHarness({}, {}, '');
  harness.session.connect('old key', 'token');
  assert.equal((harness.handshakes[0] as { apiKey: string }).apiKey, 'old key');
  assert.equal(harness.session.apiKey, 'old key');
});

test('a callback that throws does not stop the burst, and stays visible', () => {
  const harness = new SessionHarness().note('connectionCreated');
  const rethrown = mock.method(Promise, 'reject', () => undefined);
  harness.session.connect('token', () => {
    throw new Error('of the app');
  });
  harness.socket.received('welcome', createWelcome());
  assert.deepEqual(harness.read(), ['connectionCreated']);
  assert.match(String(rethrown.mock.calls[0]?.arguments[0]), /of the app/);
});

test('leaving within the burst stops it', () => {
  const harness = new SessionHarness().note('streamCreated');
  harness.session.on('connectionCreated', () => void harness.session.disconnect());
  harness.session.connect('token');
  harness.socket.received('welcome', createWelcome(inhabited));
  assert.deepEqual(harness.read(), ['media closed', 'socket closed']);
});

test('the steps of the join are timed from the call', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const { socket = -1, welcome = -1, firstFrame } = harness.session.getJoinTimings();
  assert.ok(socket >= 0 && welcome >= socket);
  assert.equal(firstFrame, undefined);
});
