import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import type { OTError } from '../../../../src/client/errors/ot-error.ts';
import { Channel, type Notification, type SocketListener } from '../../../../src/client/signaling/channel.ts';
import type { Acknowledgement } from '../../../../src/protocol/acknowledgement.ts';

const handshake = { protocol: 1, apiKey: 'key', sessionId: 'session', token: 'token' };

interface Sent {
  readonly name: string;
  readonly data: unknown;
  readonly acknowledge: ((reply: Acknowledgement<unknown>) => void) | undefined;
}

/** A channel over a socket that the test speaks for. */
function openChannel() {
  const sent: Sent[] = [];
  const heard: (string | Notification | OTError)[] = [];
  let listener!: SocketListener;
  let closed = 0;
  const channel = new Channel({
    url: 'https://video.example.com',
    handshake,
    openSocket: (_url, _handshake, given) => {
      listener = given;
      return {
        send: (name, data, acknowledge) => void sent.push({ name, data, acknowledge }),
        close: () => {
          closed += 1;
        },
      };
    },
    listener: {
      opened: () => void heard.push('opened'),
      notified: (notification) => void heard.push(notification),
      closed: (cause) => void heard.push(cause),
    },
  });
  channel.open();
  return { channel, sent, heard, socket: listener, closings: () => closed };
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
  assert.deepEqual(sent, [{ name: 'playSubscription', data: { subscriptionId: 'x' }, acknowledge: undefined }]);
});

test('notifications arrive with their name', () => {
  const { heard, socket } = openChannel();
  socket.opened();
  socket.received('expelled', { reason: 'forceDisconnected' });
  assert.deepEqual(heard, ['opened', { name: 'expelled', data: { reason: 'forceDisconnected' } }]);
});

test('a lost socket fails open requests, then tells the cause once', async () => {
  const { channel, heard, socket } = openChannel();
  const reply = channel.request('subscribe', { subscriptionId: 'a', streamId: 'b', audio: true, video: true });
  const cause = createError('OT_SOCKET_CLOSE_CONNECTIVITY_LOSS', 'gone');
  socket.closed(cause);
  socket.closed(cause);
  await assert.rejects(reply, { name: 'OT_DISCONNECTED', code: 1501 });
  assert.deepEqual(heard, [cause]);
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
