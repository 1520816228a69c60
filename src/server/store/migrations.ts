import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const createSessions: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('project_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('media_mode', 'text', (column) => column.notNull())
      .addColumn('archive_mode', 'text', (column) => column.notNull())
      .addColumn('archive_name', 'text')
      .addColumn('archive_resolution', 'text')
      .addColumn('e2ee', 'integer', (column) => column.notNull())
      .addColumn('minimum_encryption', 'text')
      .addColumn('max_connections', 'integer')
      .execute();
  },
};

/** Every step from an empty database to today's tables, run in the order of the names; a released step never changes. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-sessions': createSessions,
};
