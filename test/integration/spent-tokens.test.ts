import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createOfficialSdk, createSdkSession, type SdkSession } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { signRestCredential, type TestProject } from '../support/tokens.ts';

let server: TestServer;
let session: SdkSession;
let folder: string;
let createOneTimeToken: (project: TestProject, sessionId: string, role?: string) => string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-tokens-'));
  server = await startServer();
  session = await createSdkSession(createOfficialSdk(server), { mediaMode: 'routed' });
  // The example of the guide, as it stands there.
  const guide = readFileSync(new URL('../../docs/projects.md', import.meta.url), 'utf8');
  const file = join(folder, 'one-time-token.mjs');
  writeFileSync(file, /```js\n([\s\S]*?)```/.exec(guide)?.[1] ?? '');
  ({ createOneTimeToken } = await import(file));
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function joinWith(token: string, sessionId = session.sessionId): Promise<RawClient> {
  return joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId, token });
}

describe('a token made for one connection, as the guide makes it', () => {
  it('is good for one connection', async () => {
    const token = createOneTimeToken(server, session.sessionId, 'moderator');
    const client = await joinWith(token);
    assert.equal(client.welcome.permissions.forceDisconnect, true);
    await assert.rejects(joinWith(token), { code: 'authenticationFailed' });
    client.leave();
    await assert.rejects(joinWith(token), { code: 'authenticationFailed' });
    (await joinWith(createOneTimeToken(server, session.sessionId))).leave();
  });

  it('is not used up by a join that is refused', async () => {
    const token = createOneTimeToken(server, session.sessionId);
    const other = await createSdkSession(createOfficialSdk(server), { mediaMode: 'routed' });
    await assert.rejects(joinWith(token, other.sessionId), { code: 'authenticationFailed' });
    (await joinWith(token)).leave();
  });
});

describe('a connection that is ended', () => {
  for (const [query, back] of [
    ['', true],
    ['?revokeToken=true', false],
  ] as const) {
    it(`${query || 'without a query'} ${back ? 'may come back with its token' : 'may not come back with its token'}`, async () => {
      const token = session.generateToken();
      const client = await joinWith(token);
      const path = `/v2/project/${server.apiKey}/session/${session.sessionId}/connection/${client.welcome.connection.id}`;
      const headers = { 'x-opentok-auth': signRestCredential(server) };
      const { status } = await fetch(`${server.httpUrl}${path}${query}`, { method: 'DELETE', headers });
      assert.equal(status, 204);
      await client.ended();
      if (back) (await joinWith(token)).leave();
      else await assert.rejects(joinWith(token), { code: 'authenticationFailed' });
    });
  }
});
