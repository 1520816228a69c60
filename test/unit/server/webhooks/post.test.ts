import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { post } from '../../../../src/server/webhooks/post.ts';

let server: Server;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Posts to a receiver that answers with these bytes, whatever it is asked. */
async function postTo(answer: string): Promise<number> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { signal } = new AbortController();
  return post({ url: `http://127.0.0.1:${port}/`, body: '{}', headers: {}, allowPrivate: true, signal });
}

describe('a delivery', { timeout: 5_000 }, () => {
  for (const [what, answer, status] of [
    ['accepted, and what follows is not waited for', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n', 200],
    ['sent elsewhere, and does not go there', 'HTTP/1.1 307 Go\r\nlocation: http://127.0.0.1:1/\r\n\r\n', 307],
    ['not to be HTTP any more', 'HTTP/1.1 101 Go\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', 101],
  ] as const) {
    it(`ends when it is ${what}`, async () => {
      assert.equal(await postTo(answer), status);
    });
  }

  it('ends when the answer is no HTTP', async () => {
    await assert.rejects(postTo('no\r\n\r\n'), { code: 'HPE_INVALID_CONSTANT' });
  });
});
