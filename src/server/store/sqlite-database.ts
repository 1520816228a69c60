import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** How long a statement waits for another process that is writing, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5000;

/** Opens Node's own SQLite as the database Kysely's SQLite dialect expects; write-ahead logging, every commit on disk. */
export function openSqliteDatabase(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  return {
    // A transaction that reads first and writes later fails when another process writes in between: it takes its turn at once.
    prepare: (sql) => toKyselyStatement(database.prepare(sql === 'begin' ? 'begin immediate' : sql)),
    close: () => database.close(),
  };
}

function toKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...toInputs(parameters)),
    run: (parameters) => statement.run(...toInputs(parameters)),
    iterate: (parameters) => statement.iterate(...toInputs(parameters)),
  };
}

/** Kysely has typed the parameters by table already. */
function toInputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
