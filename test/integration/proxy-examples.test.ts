import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { after, before, describe, it } from 'node:test';
import { Manager } from 'socket.io-client';
import { PROTOCOL_VERSION, SIGNALING_PATH } from '../../src/protocol/version.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { hasProxy, type ProxyName, type RunningProxy, startProxy } from '../support/proxy-examples.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** REST requests one address may make here. */
const RATE = 5;
const PROXIES: readonly ProxyName[] = ['nginx', 'caddy'];

for (const name of PROXIES) {
  describe(`our example for ${name}`, { skip: hasProxy(name) ? false : `${name} is not installed` }, () => {
    let server: TestServer;
    let proxy: RunningProxy;
    before(async () => {
      const env = {
        CONCLAVE_TRUSTED_PROXIES: '127.0.0.1',
        CONCLAVE_REQUEST_RATE: String(RATE),
        CONCLAVE_ALLOWED_ORIGINS: 'https://app.example.com',
      };
      server = await startServer({ env });
      proxy = await startProxy(name, new URL(server.httpUrl).host.replace('localhost', '127.0.0.1'));
    });
    after(async () => {
      await proxy?.close();
      await server?.close();
    });

    function ask(path: string, options: { method?: string; localAddress?: string; forwarded?: string } = {}) {
      const { method = 'GET', localAddress = '127.0.0.1', forwarded } = options;
      return new Promise<IncomingMessage>((resolve, reject) => {
        request(`${proxy.url}${path}`, {
          method,
          localAddress,
          family: 4,
          agent: false,
          rejectUnauthorized: false,
          headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
        })
          .on('response', (response) => resolve(response.resume()))
          .on('error', reject)
          .end();
      });
    }

    for (const transport of ['websocket', 'polling'] as const) {
      it(`carries signaling over ${transport}, and the page's own origin is known`, async () => {
        const session = await createSdkSession(createOfficialSdk(server));
        const manager = new Manager(proxy.url, {
          path: SIGNALING_PATH,
          transports: [transport],
          upgrade: false,
          reconnection: false,
          rejectUnauthorized: false,
          extraHeaders: { origin: proxy.url },
        });
        const auth = {
          protocol: PROTOCOL_VERSION,
          apiKey: server.apiKey,
          sessionId: session.sessionId,
          token: session.generateToken(),
        };
        const socket = manager.socket('/', { auth });
        await new Promise<void>((resolve, reject) => {
          socket.once('welcome', () => resolve());
          socket.once('connect_error', reject);
          socket.connect();
        });
        const signalled = new Promise((resolve) => socket.once('signal', resolve));
        assert.deepEqual(await socket.emitWithAck('signal', { data: 'through' }, 1), { ok: true, data: {} });
        assert.equal(((await signalled) as { data: string }).data, 'through');
        socket.disconnect();
      });
    }

    it('says that it has HTTPS, and serves the SDK', async () => {
      const script = await ask('/v2/js/opentok.min.js');
      assert.equal(script.statusCode, 200);
      assert.equal(script.headers['strict-transport-security'], 'max-age=31536000');
      assert.equal(script.headers['cross-origin-resource-policy'], 'cross-origin');
    });

    it('tells who asks, and passes no forged address on', async () => {
      const statuses: (number | undefined)[] = [];
      for (let call = 0; call <= RATE; call += 1) {
        const options = { method: 'POST', localAddress: '127.0.0.2', forwarded: `198.51.100.${call}` };
        statuses.push((await ask('/session/create', options)).statusCode);
      }
      assert.deepEqual(statuses, [403, 403, 403, 403, 403, 429]);
      const other = await ask('/session/create', { method: 'POST', localAddress: '127.0.0.3' });
      assert.equal(other.statusCode, 403);
    });
  });
}
