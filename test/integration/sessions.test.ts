import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { ask, createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Joins as a publisher with a token of the official package. */
async function joinAsPublisher(server: TestServer, sessionId: string): Promise<RawClient> {
  const token = createOfficialSdk(server).generateToken(sessionId);
  return joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId, token });
}

describe('sessions made with the official opentok package', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  for (const [what, options, prefix] of [
    ['no options', {}, '1_'],
    ['mediaMode relayed', { mediaMode: 'relayed' }, '1_'],
    ['mediaMode routed', { mediaMode: 'routed' }, '2_'],
    ['a location', { mediaMode: 'routed', location: '192.0.2.10' }, '2_'],
    ['archiving', { mediaMode: 'routed', archiveMode: 'always', archiveName: 'Board' }, '2_'],
    ['end-to-end encryption', { mediaMode: 'routed', e2ee: true }, '2_'],
    ['our own options', { mediaMode: 'routed', minimumEncryption: 'aes-256', maxConnections: 2 }, '2_'],
  ] as const) {
    it(`with ${what} can be joined`, async () => {
      const sdk = createOfficialSdk(server);
      const session = await createSdkSession(sdk, options);
      assert.ok(session.sessionId.startsWith(prefix));
      const token = session.generateToken({ role: 'moderator' });
      const client = await joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId: session.sessionId, token });
      assert.equal(client.welcome.permissions.forceDisconnect, true);
      // Relayed sessions too have their media routed until relayed media exists.
      assert.ok(client.welcome.sendTransport);
      client.leave();
    });
  }

  it('keep what the back end demanded', async () => {
    const sdk = createOfficialSdk(server);
    const { sessionId } = await createSdkSession(sdk, { minimumEncryption: 'aes-256', maxConnections: 1 });
    const client = await joinAsPublisher(server, sessionId);
    assert.equal(client.welcome.minimumEncryption, 'aes-256');
    await assert.rejects(joinAsPublisher(server, sessionId), { code: 'connectionLimit' });
    client.leave();
  });

  it('are refused with a wrong secret as the package says it', async () => {
    const sdk = createOfficialSdk(server, 'f'.repeat(40));
    await assert.rejects(createSdkSession(sdk), /Failed to createSession.*Invalid API key or secret/);
  });

  it('are refused with a wrong option, in words', async () => {
    const sdk = createOfficialSdk(server);
    await assert.rejects(createSdkSession(sdk, { minimumEncryption: 'rot13' }), /minimumEncryption/);
  });

  it('that nobody made cannot be joined', async () => {
    const sdk = createOfficialSdk(server);
    const { sessionId } = await createSdkSession(sdk);
    const [, created] = /~(\d{13})~/.exec(Buffer.from(sessionId.slice(2), 'base64url').toString()) ?? [];
    const forged = `1_${Buffer.from(`1~${server.apiKey}~~${created}~${'A'.repeat(24)}~~`).toString('base64url')}`;
    await assert.rejects(joinAsPublisher(server, forged), { code: 'invalidSession' });
  });

  it('and the rest of the package fail in ways it understands', async () => {
    const sdk = createOfficialSdk(server);
    const count = await new Promise((resolve, reject) => {
      sdk.listArchives({}, (error, _archives, found) => (error ? reject(error) : resolve(found)));
    });
    assert.equal(count, 0);
    await assert.rejects(ask(sdk, 'getBroadcast', 'y'), /does not offer/);
  });
});

describe('sessions', () => {
  function dataDir(t: TestContext): string {
    const folder = mkdtempSync(join(tmpdir(), 'conclave-sessions-'));
    t.after(() => rmSync(folder, { recursive: true }));
    return folder;
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`survive a ${signal} of the server`, async (t) => {
      const folder = dataDir(t);
      const first = await startServer({ dataDir: folder });
      t.after(() => first.close());
      const { sessionId } = await createSdkSession(createOfficialSdk(first), {
        mediaMode: 'routed',
        minimumEncryption: 'aes-128',
      });
      first.kill(signal);
      const exit = await first.exited;
      assert.deepEqual(exit, signal === 'SIGTERM' ? { code: 0, signal: null } : { code: null, signal });
      const second = await startServer({ dataDir: folder });
      t.after(() => second.close());
      assert.equal(second.apiKey, first.apiKey);
      assert.equal(second.apiSecret, first.apiSecret);
      assert.equal(second.passcode, first.passcode);
      const client = await joinAsPublisher(second, sessionId);
      assert.equal(client.welcome.minimumEncryption, 'aes-128');
      client.leave();
    });
  }
});
