import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { Server, type Socket } from 'socket.io';
import type { OTError } from '../../../../src/client/errors/ot-error.ts';
import type { SocketPort } from '../../../../src/client/signaling/socket.ts';
import { SocketOpener } from '../../../../src/client/signaling/socket-io.ts';
import { SIGNALING_PATH } from '../../../../src/protocol/version.ts';

const handshake = { protocol: 1, apiKey: 'key', sessionId: 'session', token: 'token' };

let http: HttpServer;
let io: Server;
let url: string;
let refusal: (Error & { data?: unknown }) | undefined;
const open: SocketPort[] = [];

before(async () => {
  http = createServer();
  io = new Server(http, { path: SIGNALING_PATH });
  io.use((_socket, next) => next(refusal));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterEach(() => {
  refusal = undefined;
  io.removeAllListeners('connection');
  for (const socket of open.splice(0)) socket.close();
});

after(async () => {
  await io.close();
});

/** Opens a socket and writes down what it tells. */
function openSocket(opener = new SocketOpener(), to = url) {
  const heard: unknown[] = [];
  let wake: (() => void) | undefined;
  const note = (entry: unknown) => {
    heard.push(entry);
    wake?.();
  };
  const socket = opener.open(to, handshake, {
    opened: () => note('opened'),
    received: (name, data) => note([name, data]),
    closed: (cause) => note(cause),
  });
  open.push(socket);
  const until = async (count: number): Promise<unknown[]> => {
    while (heard.length < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return heard;
  };
  return { socket, until, heard };
}

/** The server's side of the next connection. */
function nextConnection(): Promise<Socket> {
  return new Promise((resolve) => io.once('connection', resolve));
}

test('the handshake travels with the first packet over a WebSocket, messages go both ways', async () => {
  const connected = nextConnection();
  const { socket, until } = openSocket();
  const server = await connected;
  assert.deepEqual(server.handshake.auth, handshake);
  assert.equal(server.conn.transport.name, 'websocket');
  server.emit('welcome', { hello: true });
  assert.deepEqual(await until(2), ['opened', ['welcome', { hello: true }]]);
  server.once('signal', (data, _id, acknowledge) => acknowledge({ ok: true, data }));
  const reply = await new Promise((resolve) => socket.send('signal', { data: '1' }, 1, resolve));
  assert.deepEqual(reply, { ok: true, data: { data: '1' } });
  const oneWay = once(server, 'playSubscription');
  socket.send('playSubscription', { subscriptionId: 'x' }, 2);
  assert.deepEqual(await oneWay, [{ subscriptionId: 'x' }, 2]);
});

test('a refused handshake becomes the error of connect', async () => {
  refusal = Object.assign(new Error('no'), { data: { code: 'authenticationFailed', message: 'The token expired.' } });
  const { until } = openSocket();
  const [, cause] = (await until(2)) as [string, OTError];
  assert.deepEqual([cause.name, cause.code, cause.message], ['OT_AUTHENTICATION_ERROR', 1004, 'The token expired.']);
});

test('a server that is not there becomes OT_CONNECT_FAILED', async () => {
  const { until } = openSocket(new SocketOpener(), 'http://127.0.0.1:1');
  const [cause] = (await until(1)) as [OTError];
  assert.deepEqual([cause.name, cause.code], ['OT_CONNECT_FAILED', 1006]);
});

test('a socket the server drops is told as lost', async () => {
  const connected = nextConnection();
  const { until } = openSocket();
  (await connected).conn.close();
  const [, cause] = (await until(2)) as [string, OTError];
  assert.equal(cause.name, 'OT_SOCKET_CLOSE_CONNECTIVITY_LOSS');
});

test('closing tells the server and nobody else', async () => {
  const connected = nextConnection();
  const { socket, until, heard } = openSocket();
  const server = await connected;
  server.emit('welcome', {});
  await until(2);
  const left = once(server, 'disconnect');
  socket.close();
  socket.close();
  assert.equal((await left)[0], 'client namespace disconnect');
  assert.deepEqual(heard, ['opened', ['welcome', {}]]);
});

test('a socket closed while it opens never sends its handshake', async () => {
  const opened = once(io.engine, 'connection');
  let handshakes = 0;
  io.on('connection', () => {
    handshakes += 1;
  });
  const { socket, heard } = openSocket();
  socket.close();
  const [engineSocket] = await opened;
  await once(engineSocket, 'close');
  assert.deepEqual([handshakes, heard], [0, []]);
});

test('a warm socket is open before it is asked for, and serves one session', async () => {
  const opener = new SocketOpener();
  const warmed = once(io.engine, 'connection');
  opener.warm(url);
  opener.warm(url);
  const [engineSocket] = await warmed;
  const connected = nextConnection();
  openSocket(opener);
  assert.equal((await connected).conn, engineSocket);
  const other = nextConnection();
  openSocket(opener);
  assert.notEqual((await other).conn, engineSocket);
});

test('a warm socket that ended meanwhile is not used', async () => {
  const opener = new SocketOpener();
  const warmed = once(io.engine, 'connection');
  opener.warm(url);
  const [engineSocket] = await warmed;
  const closed = once(engineSocket, 'close');
  engineSocket.close();
  await closed;
  const connected = nextConnection();
  openSocket(opener);
  assert.notEqual((await connected).conn, engineSocket);
});
