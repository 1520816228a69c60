import { closeSync, openSync } from 'node:fs';
import { Kysely, PostgresDialect, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { notSupported } from '../errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { createPostgresPool } from './postgres-pool.ts';
import { openSqliteDatabase } from './sqlite-database.ts';
import type { Tables } from './tables.ts';

/** Where the database is: a file of SQLite's (made with mode 600), or the URL of a Postgres database. */
export type DatabasePlace = { readonly file: string } | { readonly url: string };

/** SQLite can change tables within a transaction: a process that is killed then leaves them as they were. */
class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Opens the database and brings its tables up to date. Throws `notSupported` when a newer version has done so. */
export async function openDatabase(place: DatabasePlace): Promise<Kysely<Tables>> {
  const database = new Kysely<Tables>({ dialect: 'url' in place ? toPostgres(place.url) : toSqlite(place.file) });
  try {
    await migrate(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

function toPostgres(url: string): PostgresDialect {
  return new PostgresDialect({ pool: createPostgresPool(url) });
}

function toSqlite(file: string): SqliteDialect {
  // Made by us first: SQLite gives its side files the mode of the database.
  closeSync(openSync(file, 'a', 0o600));
  return new TransactionalSqliteDialect({ database: async () => openSqliteDatabase(file) });
}

async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const later = /previously executed migration (\S+) is missing/.exec((error as Error).message)?.[1];
  throw later === undefined
    ? error
    : notSupported(`The database was changed by a newer version of the server (${later}).`);
}
