import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { runJson } from '../support/command.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { signRestCredential } from '../support/tokens.ts';
import { waitFor } from '../support/wait.ts';

/** How often the server is killed, and how many sessions it has to have promised before. */
const KILLS = 3;
const SESSIONS = 100;
const WRITERS = 4;

/** Creates sessions one after the other until the server is gone; each that was answered with 200 is in `promised`. */
async function createSessions(server: TestServer, promised: string[]): Promise<void> {
  const headers = { 'x-opentok-auth': signRestCredential(server), accept: 'application/json' };
  for (;;) {
    try {
      const response = await fetch(`${server.httpUrl}/session/create`, { method: 'POST', headers });
      assert.equal(response.status, 200);
      const [{ session_id }] = (await response.json()) as [{ session_id: string }];
      promised.push(session_id);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return;
    }
  }
}

async function isThere(server: TestServer, sessionId: string): Promise<boolean> {
  const url = `${server.httpUrl}/v2/project/${server.apiKey}/session/${sessionId}/stream`;
  const { status } = await fetch(url, { headers: { 'x-opentok-auth': signRestCredential(server) } });
  return status === 200;
}

function checkIntegrity(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'conclave.db'));
  assert.deepEqual(
    database
      .prepare('pragma integrity_check')
      .all()
      .map(({ integrity_check }) => integrity_check),
    ['ok'],
  );
  database.close();
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-crash-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('a server that is killed (SIGKILL) while it writes', () => {
  it('has every session that it has answered for, and a sound database, when it starts again', async (t) => {
    const dataDir = temporaryFolder(t);
    const promised: string[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const server = await startServer({ dataDir });
      t.after(() => server.close());
      const before = promised.length;
      const writers = Array.from({ length: WRITERS }, () => createSessions(server, promised));
      await waitFor(() => promised.length >= before + SESSIONS);
      server.kill('SIGKILL');
      assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' });
      await Promise.all(writers);
    }
    const server = await startServer({ dataDir });
    t.after(() => server.close());
    checkIntegrity(dataDir);
    assert.ok(promised.length >= KILLS * SESSIONS);
    for (const sessionId of promised) assert.ok(await isThere(server, sessionId), sessionId);
    assert.equal(await isThere(server, promised[0]?.replace(/.$/, '_') ?? ''), false, 'others are not there');
  });

  it('takes nothing from commands that write at the same time', async (t) => {
    const dataDir = temporaryFolder(t);
    const server = await startServer({ dataDir });
    t.after(() => server.close());
    const promised: string[] = [];
    const writers = [createSessions(server, promised), createSessions(server, promised)];
    const commands = Array.from({ length: 6 }, () => runJson(['project', 'create'], { dataDir }));
    await Promise.any(commands);
    server.kill('SIGKILL');
    const made = await Promise.all(commands);
    await Promise.all(writers);
    const again = await startServer({ dataDir });
    t.after(() => again.close());
    checkIntegrity(dataDir);
    for (const { id: apiKey = '', apiSecret = '' } of made) {
      const headers = { 'x-opentok-auth': signRestCredential({ apiKey, apiSecret }) };
      const { status } = await fetch(`${again.httpUrl}/session/create`, { method: 'POST', headers });
      assert.equal(status, 200);
    }
    for (const sessionId of promised) assert.ok(await isThere(again, sessionId), sessionId);
  });
});
