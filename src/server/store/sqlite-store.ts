import { closeSync, openSync } from 'node:fs';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { ProjectRecord, SessionRecord, Store } from '../ports.ts';
import { MIGRATIONS } from './migrations.ts';
import { fromSessionRow, toSessionRow } from './session-rows.ts';
import { openSqliteDatabase } from './sqlite-database.ts';
import type { Tables } from './tables.ts';

/** Opens the store at `file`, made with mode 600, and brings its tables up to date. Projects come from the settings and are not written. */
export async function openSqliteStore(options: {
  readonly file: string;
  readonly projects: readonly ProjectRecord[];
}): Promise<Store> {
  // Made by us first: SQLite gives its side files the mode of the database.
  closeSync(openSync(options.file, 'a', 0o600));
  const database = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: async () => openSqliteDatabase(options.file) }),
  });
  try {
    await migrate(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return new SqliteStore({ database, projects: options.projects });
}

async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

class SqliteStore implements Store {
  readonly #database: Kysely<Tables>;
  readonly #projects: ReadonlyMap<string, ProjectRecord>;
  #closed: Promise<void> | undefined;

  constructor(deps: { database: Kysely<Tables>; projects: readonly ProjectRecord[] }) {
    this.#database = deps.database;
    this.#projects = new Map(deps.projects.map((project) => [project.apiKey, project]));
  }

  async addSession(session: SessionRecord): Promise<void> {
    await this.#database.insertInto('sessions').values(toSessionRow(session)).execute();
  }

  async findSession(id: string): Promise<SessionRecord | undefined> {
    const row = await this.#database.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : fromSessionRow(row);
  }

  async findProject(apiKey: string): Promise<ProjectRecord | undefined> {
    return this.#projects.get(apiKey);
  }

  close(): Promise<void> {
    this.#closed ??= this.#database.destroy();
    return this.#closed;
  }
}
