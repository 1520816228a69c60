import { existsSync } from 'node:fs';
import { findCommand } from './command.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** Where Debian and Ubuntu put Postgres. */
const postgres = '/usr/lib/postgresql';

/** Installs the Postgres that the store is tested on, where that can be done without asking anybody; those tests are left out without it. */
export async function prepareDatabases() {
  if (process.platform !== 'linux' || existsSync(postgres) || !findCommand('apt-get')) return;
  await ensureSystemPackages('to test the store on', ['postgresql'], ['postgresql']).catch(() => false);
}
