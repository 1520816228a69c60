import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { waitFor } from './wait.ts';

/** A Postgres server of the tests' own, reached through a socket in its own folder. */
export interface PostgresServer {
  /** Makes an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Runs one of its own tools, such as `pg_dump`. */
  runTool(name: string, args: readonly string[]): void;
  /** Ends it and removes what it kept. */
  close(): Promise<void>;
}

const VERSIONS = '/usr/lib/postgresql';
const BIN = findBin();

/** Whether there is one to start: the set-up of the tests installs it where it can. */
export const hasPostgres = BIN !== undefined;

/** Starts a server with an empty cluster. */
export async function openPostgres(): Promise<PostgresServer> {
  if (BIN === undefined) throw new Error(`There is no Postgres under ${VERSIONS}.`);
  const folder = mkdtempSync(join(tmpdir(), 'conclave-pg-'));
  const user = findUser();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? 0);
  const data = join(folder, 'data');
  const own = { ...user, cwd: folder };
  execFileSync(join(BIN, 'initdb'), ['-D', data, '-U', 'conclave', '--auth=trust', '--no-sync', '-E', 'UTF8'], own);
  const options = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'];
  const server = spawn(join(BIN, 'postgres'), options, { ...own, stdio: 'ignore' });
  const exited = once(server, 'exit');
  const toUrl = (database: string): string => `postgres://conclave@localhost/${database}?host=${folder}`;
  const run = async (sql: string): Promise<true> => {
    const client = new pg.Client({ connectionString: toUrl('postgres') });
    try {
      await client.connect();
      await client.query(sql);
      return true;
    } finally {
      await client.end();
    }
  };
  await waitFor(() => run('select 1').catch(() => undefined));
  let databases = 0;
  return {
    async createDatabase() {
      databases += 1;
      await run(`create database conclave_${databases}`);
      return toUrl(`conclave_${databases}`);
    },
    runTool: (name, args) => void execFileSync(join(BIN, name), args, { stdio: 'pipe' }),
    async close() {
      server.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findBin(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  return versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** Postgres refuses to run as root: then as the user its package has made. */
function findUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (option: string): number => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
