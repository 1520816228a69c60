import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { ServiceError } from '../errors.ts';
import { BUSY_TIMEOUT_MS } from './sqlite-database.ts';

/** All pages in one step: in several, each write of the server would begin the copy anew. */
const ALL_PAGES = 0x7fff_ffff;

/**
 * Copies a SQLite database as it is at one moment, while others write to it, and puts the copy in the place of `target` once it has
 * been checked: one file, mode 600. Returns its size in bytes.
 */
export async function backUpSqlite(source: string, target: string): Promise<number> {
  const copy = `${target}.partial`;
  rmSync(copy, { force: true });
  closeSync(openSync(copy, 'wx', 0o600));
  try {
    const database = new DatabaseSync(source, { timeout: BUSY_TIMEOUT_MS });
    try {
      await backup(database, copy, { rate: ALL_PAGES });
    } finally {
      database.close();
    }
    checkCopy(copy);
    renameSync(copy, target);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
  return statSync(target).size;
}

function checkCopy(copy: string): void {
  const database = new DatabaseSync(copy);
  try {
    // Without a write-ahead log a copy is one file, and can be opened where nothing may be written.
    database.exec('pragma journal_mode = delete');
    const [first] = database.prepare('pragma integrity_check').all();
    if (first?.integrity_check !== 'ok') {
      throw new ServiceError(
        'internal',
        `The database is damaged, and so would the copy be: ${first?.integrity_check}`,
      );
    }
  } finally {
    database.close();
  }
}
