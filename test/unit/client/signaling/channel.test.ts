import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import type { OTError } from '../../../../src/client/errors/ot-error.ts';
import { Channel, type Notification } from '../../../../src/client/signaling/channel.ts';
import type { SocketListener } from '../../../../src/client/signaling/socket.ts';
import type { Acknowledgement } from '../../../../src/protocol/acknowledgement.ts';
import type { Handshake } from '../../../../src/protocol/handshake.ts';
import { createWelcome } from '../session/support/welcome.ts';

const handshake = { protocol: 1, apiKey: 'key', sessionId: 'session', token: 'token' };

interface Sent {
  readonly name: string;
  readonly data: unknown;
  readonly id: number;
  readonly acknowledge: ((reply: Acknowledgement<unknown>) => void) | undefined;
}

/** A channel over a socket that the test speaks for. */
function openChannel() {
  const sent: Sent[] = [];
  const heard: (string | Notification | OTError)[] = [];
  const handshakes: Handshake[] = [];
  let listener!: SocketListener;
  let closed = 0;
  const channel = new Channel({
    url: 'https://video.example.com',
    handshake,
    openSocket: (_url, shown, given) => {
      handshakes.push(shown);
      listener = given;
      return {
        send: (name, data, id, acknowledge) => void sent.push({ name, data, id, acknowledge }),
        close: () => {
          closed += 1;
        },
      };
    },
    listener: {
      opened: () => void heard.push('opened'),
      resumed: () => void heard.push('resumed'),
      notified: (notification) => void heard.push(notification),
      closed: (cause) => void heard.push(cause),
    },
  });
  channel.open();
  return { channel, sent, heard, handshakes, socket: listener, newSocket: () => listener, closings: () => closed };
}

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

test('a request resolves with the data of its acknowledgement', async () => {
  const { channel, sent } = openChannel();
  const reply = channel.request('publish', { properties: { name: '', hasAudio: true, hasVideo: false }, tracks: [] });
  assert.equal(sent[0]?.name, 'publish');
  sent[0]?.acknowledge?.({ ok: true, data: { streamId: 's', createdAt: 1 } });
  assert.deepEqual(await reply, { streamId: 's', createdAt: 1 });
});

test('a refused request rejects with the OpenTok error of that request', async () => {
  const { channel, sent } = openChannel();
  const reply = channel.request('signal', { data: '"x"' });
  sent[0]?.acknowledge?.({ ok: false, error: { code: 'rateLimited', message: 'slower' } });
  await assert.rejects(reply, { name: 'OT_RATE_LIMIT_EXCEEDED', code: 429, message: 'slower' });
});

test('a request the server never answers fails in time, and a late answer is harmless', async () => {
  const { channel, sent } = openChannel();
  const reply = channel.request('unsubscribe', { subscriptionId: 'x' });
  mock.timers.tick(15_000);
  await assert.rejects(reply, { name: 'OT_TIMEOUT' });
  sent[0]?.acknowledge?.({ ok: true, data: {} });
});

test('a one-way message asks for no acknowledgement', () => {
  const { channel, sent } = openChannel();
  channel.notify('playSubscription', { subscriptionId: 'x' });
  assert.deepEqual(sent, [{ name: 'playSubscription', data: { subscriptionId: 'x' }, id: 1, acknowledge: undefined }]);
});

test('notifications arrive with their name', () => {
  const { heard, socket } = openChannel();
  socket.opened();
  socket.received('expelled', { reason: 'forceDisconnected' });
  assert.deepEqual(heard, ['opened', { name: 'expelled', data: { reason: 'forceDisconnected' } }]);
});

const gone = createError('OT_SOCKET_CLOSE_CONNECTIVITY_LOSS', 'gone');
const subscription = { subscriptionId: 'a', streamId: 'b', audio: true, video: true };

/** A channel that was joined, has heard notification 2, and has lost its socket. */
function loseChannel() {
  const opened = openChannel();
  opened.socket.received('welcome', createWelcome(), 1);
  opened.socket.received('streamRestored', { streamId: 'x' }, 2);
  const early = opened.channel.request('subscribe', subscription);
  opened.channel.notify('playSubscription', { subscriptionId: 'a' });
  opened.socket.closed(gone);
  return { ...opened, early };
}

test('a lost socket is told; requests wait for the next one and fail only with the channel', async () => {
  const { channel, early, heard, sent } = loseChannel();
  assert.equal(heard.at(-1), gone);
  const late = channel.request('signal', { data: '1' });
  assert.equal(sent.length, 2);
  mock.timers.tick(60_000);
  channel.close();
  await assert.rejects(early, { name: 'OT_DISCONNECTED', code: 1501 });
  await assert.rejects(late, { name: 'OT_NOT_CONNECTED', code: 500 });
});

test('a request that is not to be repeated fails when the socket is lost', async () => {
  const { channel, socket } = openChannel();
  const reply = channel.request('signal', { data: '1' }, { retry: false });
  socket.closed(gone);
  await assert.rejects(reply, { name: 'OT_NOT_CONNECTED', code: 500 });
});

test('another socket shows the ticket, and gets what has no answer, in order, but nothing that has arrived', async () => {
  const { channel, early, handshakes, newSocket, sent, heard } = loseChannel();
  const late = channel.request('signal', { data: '1' });
  channel.reopen(false);
  assert.deepEqual(handshakes.at(-1), {
    ...handshake,
    anticipate: false,
    resume: { connectionId: 'me', ticket: 'ticket', after: 2 },
  });
  const before = sent.splice(0).length;
  channel.notify('requestKeyFrame', { subscriptionId: 'a' });
  assert.deepEqual([before, sent.length], [2, 0]);
  newSocket().received('resumed', { received: 2 }, 0);
  assert.equal(heard.at(-1), 'resumed');
  assert.deepEqual(
    sent.map(({ name, id }) => [name, id]),
    [
      ['subscribe', 1],
      ['signal', 3],
      ['requestKeyFrame', 4],
    ],
  );
  sent[0]?.acknowledge?.({ ok: true, data: { consumers: [] } });
  sent[1]?.acknowledge?.({ ok: true, data: {} });
  assert.deepEqual([await early, await late], [{ consumers: [] }, {}]);
});

test('notifications that come twice are told once', () => {
  const { channel, newSocket, heard } = loseChannel();
  channel.reopen(false);
  newSocket().received('resumed', { received: 2 }, 0);
  heard.splice(0);
  newSocket().received('streamRestored', { streamId: 'x' }, 2);
  newSocket().received('streamRestored', { streamId: 'y' }, 3);
  assert.deepEqual(heard, [{ name: 'streamRestored', data: { streamId: 'y' } }]);
});

test('as another connection only what was said to everyone is said again', async () => {
  const { channel, early, newSocket, sent, handshakes } = loseChannel();
  const toAll = channel.request('signal', { data: '1' });
  const toOne = channel.request('signal', { data: '2', to: 'them' });
  channel.reopen(true);
  assert.equal(handshakes.at(-1)?.resume?.fresh, true);
  sent.splice(0);
  newSocket().received('welcome', createWelcome(), 1);
  await assert.rejects(early, { name: 'OT_DISCONNECTED' });
  await assert.rejects(toOne, { name: 'OT_NOT_CONNECTED' });
  assert.deepEqual(
    sent.map(({ name, data }) => [name, data]),
    [['signal', { data: '1' }]],
  );
  sent[0]?.acknowledge?.({ ok: true, data: {} });
  assert.deepEqual(await toAll, {});
});

test('closing is idempotent, tells nothing upwards, and later requests fail at once', async () => {
  const { channel, heard, socket, sent, closings } = openChannel();
  channel.close();
  channel.close();
  socket.closed(createError('OT_CONNECT_FAILED', 'late'));
  channel.notify('playSubscription', { subscriptionId: 'x' });
  assert.deepEqual([heard, sent, closings()], [[], [], 1]);
  await assert.rejects(channel.request('signal', {}), { name: 'OT_NOT_CONNECTED', code: 500 });
});
