import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { type CommandResult, runCommand, runJson } from '../support/command.ts';
import { hasPostgres, openPostgres } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { signRestCredential, type TestProject } from '../support/tokens.ts';

// Backups as docs/database.md describes them, step by step.

let server: TestServer;
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-backup-'));
  server = await startServer();
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function backUp(target: string): Promise<CommandResult> {
  return runCommand(['backup', target], server);
}

async function create(...args: string[]): Promise<TestProject> {
  const { id = '', apiSecret = '' } = await runJson(['project', 'create', ...args], server);
  return { apiKey: id, apiSecret };
}

async function ask({ httpUrl }: TestServer, credential: TestProject): Promise<number> {
  const headers = { 'x-opentok-auth': signRestCredential(credential) };
  const response = await fetch(`${httpUrl}/session/create`, { method: 'POST', headers });
  await response.text();
  return response.status;
}

describe('a backup of SQLite', () => {
  it('is a whole database of its own, checked, for its own user, and never replaces a file', async () => {
    const made = await create('--name', 'In the backup');
    const target = join(folder, 'copy.db');
    const { code, stdout, stderr } = await backUp(target);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /copy\.db: \d+ bytes, integrity check ok\.\nKeep the master key \(\/.*master\.key\) too/);
    assert.equal(statSync(target).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(folder).filter((file) => file.startsWith('copy.db')),
      ['copy.db'],
    );
    const database = new DatabaseSync(target, { readOnly: true });
    assert.equal(database.prepare('select name from projects where id = ?').get(made.apiKey)?.name, 'In the backup');
    database.close();
    const content = readFileSync(target);
    const again = await backUp(target);
    assert.deepEqual([again.code, again.stdout], [1, '']);
    assert.match(again.stderr, /^There is a file .*copy\.db already, and it is not overwritten; name another\.\n$/);
    assert.ok(content.equals(readFileSync(target)));
  });

  it('restored into a data folder with its master key is a server with the same projects', async (t) => {
    const made = await create();
    const target = join(folder, 'restored.db');
    assert.equal((await backUp(target)).code, 0);
    const dataDir = mkdtempSync(join(tmpdir(), 'conclave-restored-'));
    t.after(() => rmSync(dataDir, { recursive: true }));
    for (const [from, to] of [
      [target, 'conclave.db'],
      [join(server.dataDir, 'master.key'), 'master.key'],
    ] as const) {
      writeFileSync(join(dataDir, to), readFileSync(from), { mode: 0o600 });
    }
    const restored = await startServer({ dataDir });
    t.after(() => restored.close());
    assert.equal(await ask(restored, made), 200);
  });

  it('leaves nothing behind when there is nothing sound to copy', async () => {
    const dataDir = mkdtempSync(join(folder, 'broken-'));
    writeFileSync(
      join(dataDir, 'conclave.db'),
      'no database, and long enough to be read as the header of one'.repeat(9),
    );
    const { code, stdout, stderr } = await runCommand(['backup', join(dataDir, 'copy')], { dataDir });
    assert.deepEqual([code, stdout, readdirSync(dataDir)], [1, '', ['conclave.db']]);
    assert.equal(stderr, 'The database failed: file is not a database.\n');
  });

  it('of a database that is written to all the time is whole, and ends', async () => {
    let writing = true;
    const write = async (): Promise<void> => {
      while (writing) assert.equal(await ask(server, server), 200);
    };
    const writers = [write(), write(), write()];
    const target = join(folder, 'busy.db');
    const { code, stderr } = await backUp(target);
    writing = false;
    await Promise.all(writers);
    assert.equal(code, 0, stderr);
    const database = new DatabaseSync(target);
    assert.equal(database.prepare('pragma integrity_check').get()?.integrity_check, 'ok');
    database.close();
  });
});

describe('a backup of Postgres', () => {
  it('is left to pg_dump, and the password is not shown', async () => {
    const env = { CONCLAVE_DATABASE_URL: 'postgres://conclave:MARK@127.0.0.1:1/conclave' };
    const { dataDir } = server;
    const { code, stdout, stderr } = await runCommand(['backup', join(folder, 'pg')], { dataDir, env });
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /pg_dump --format=custom --file=<file> --dbname="\$CONCLAVE_DATABASE_URL"/);
    assert.match(stderr, /Keep the master key/);
    assert.doesNotMatch(stderr, /MARK/);
  });

  it('by pg_dump is restored by pg_restore into an empty database', { skip: !hasPostgres }, async (t) => {
    const postgres = await openPostgres();
    t.after(() => postgres.close());
    const [url, restored] = [await postgres.createDatabase(), await postgres.createDatabase()];
    const { dataDir } = server;
    const made = await runJson(['project', 'create', '--name', 'Kept'], {
      dataDir,
      env: { CONCLAVE_DATABASE_URL: url },
    });
    const file = join(folder, 'conclave.dump');
    postgres.runTool('pg_dump', ['--format=custom', `--file=${file}`, `--dbname=${url}`]);
    postgres.runTool('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${restored}`, file]);
    const env = { CONCLAVE_DATABASE_URL: restored };
    const { code, stdout } = await runCommand(['project', 'list'], { dataDir, env });
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^${made.id} +key +Kept +active +\\S+ +database`, 'm'));
  });
});
