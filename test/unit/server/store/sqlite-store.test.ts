import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { SessionId } from '../../../../src/base/ids.ts';
import type { SessionRecord } from '../../../../src/server/ports.ts';
import { openSqliteStore } from '../../../../src/server/store/sqlite-store.ts';

const project = { apiKey: '100', apiSecret: 'a'.repeat(40) };
const plain: SessionRecord = {
  id: '1_plain' as SessionId,
  projectId: '100',
  createdAt: 1_790_000_000_123,
  mediaMode: 'relayed',
  archiveMode: 'manual',
  e2ee: false,
};
const full: SessionRecord = {
  ...plain,
  id: '2_full' as SessionId,
  mediaMode: 'routed',
  archiveMode: 'always',
  archiveName: "Robert'); drop table sessions;--",
  archiveResolution: '1280x720',
  e2ee: true,
  minimumEncryption: 'aes-256',
  maxConnections: 7,
};

function temporaryFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-store-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'conclave.db');
}

describe('the SQLite store', () => {
  it('gives sessions back as they were, also after it was closed', async (t) => {
    const file = temporaryFile(t);
    const first = await openSqliteStore({ file, projects: [project] });
    await first.addSession(plain);
    await first.addSession(full);
    assert.deepEqual(await first.findSession(full.id), full);
    await first.close();
    const second = await openSqliteStore({ file, projects: [project] });
    assert.deepEqual(await second.findSession(plain.id), plain);
    assert.deepEqual(await second.findSession(full.id), full);
    assert.equal(await second.findSession('2_unknown'), undefined);
    await second.close();
  });

  it('keeps an id once', async (t) => {
    const store = await openSqliteStore({ file: temporaryFile(t), projects: [] });
    await store.addSession(plain);
    await assert.rejects(store.addSession(plain));
    await store.close();
  });

  it('knows the projects of the settings', async (t) => {
    const store = await openSqliteStore({ file: temporaryFile(t), projects: [project] });
    assert.deepEqual(await store.findProject('100'), project);
    assert.equal(await store.findProject('101'), undefined);
    await store.close();
  });

  it('is for its own user only, its side files too, and closes twice without harm', async (t) => {
    const file = temporaryFile(t);
    const store = await openSqliteStore({ file, projects: [] });
    await store.addSession(plain);
    for (const name of [file, `${file}-wal`, `${file}-shm`]) assert.equal(statSync(name).mode & 0o777, 0o600, name);
    await store.close();
    await store.close();
  });

  it('refuses a file that is no database', async (t) => {
    const file = temporaryFile(t);
    writeFileSync(file, 'this is no database, and long enough to be read as the header of one'.repeat(4));
    await assert.rejects(openSqliteStore({ file, projects: [] }), /not a database/);
  });
});
