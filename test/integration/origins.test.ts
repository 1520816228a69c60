import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Manager } from 'socket.io-client';
import { PROTOCOL_VERSION, SIGNALING_PATH } from '../../src/protocol/version.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { startServer, type TestServer } from '../support/server.ts';

const ALLOWED = 'https://app.example.com';

describe('a server with allowed origins', () => {
  let server: TestServer;
  let auth: Record<string, unknown>;
  before(async () => {
    server = await startServer({ env: { CONCLAVE_ALLOWED_ORIGINS: ALLOWED } });
    const session = await createSdkSession(createOfficialSdk(server));
    const { apiKey } = server;
    auth = { protocol: PROTOCOL_VERSION, apiKey, sessionId: session.sessionId, token: session.generateToken() };
  });
  after(() => server.close());

  /** Whether a page of `origin` gets its welcome. */
  function isWelcome(origin: string | undefined, transport: 'websocket' | 'polling'): Promise<boolean> {
    const manager = new Manager(server.httpUrl, {
      path: SIGNALING_PATH,
      transports: [transport],
      upgrade: false,
      reconnection: false,
      ...(origin !== undefined && { extraHeaders: { origin } }),
    });
    const socket = manager.socket('/', { auth });
    return new Promise<boolean>((resolve) => {
      socket.once('welcome', () => resolve(true));
      socket.once('connect_error', () => resolve(false));
      socket.connect();
    }).finally(() => socket.disconnect());
  }

  for (const transport of ['websocket', 'polling'] as const) {
    it(`takes their pages and its own over ${transport}, and no others`, async () => {
      assert.equal(await isWelcome(ALLOWED, transport), true);
      assert.equal(await isWelcome(server.httpUrl, transport), true);
      assert.equal(await isWelcome(undefined, transport), true);
      assert.equal(await isWelcome('https://evil.example.com', transport), false);
      assert.equal(await isWelcome('null', transport), false);
      assert.equal(await isWelcome(`${ALLOWED}.evil.example.com`, transport), false);
    });
  }
});
