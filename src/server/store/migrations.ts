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

const createProjects: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('projects')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('partner_auth', 'integer', (column) => column.notNull())
      .addColumn('key', 'text')
      .addColumn('previous_key', 'text')
      .addColumn('previous_valid_until', 'bigint')
      .execute();
    await database.schema.alterTable('sessions').addColumn('zone', 'text').execute();
    await database.schema
      .createIndex('sessions_of_project')
      .on('sessions')
      .columns(['project_id', 'created_at'])
      .execute();
  },
};

const createSpentTokens: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('spent_tokens')
      .addColumn('fingerprint', 'text', (column) => column.primaryKey())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};

/** Every step from an empty database to today's tables, run in the order of the names; a released step never changes. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-sessions': createSessions,
  '002-projects': createProjects,
  '003-spent-tokens': createSpentTokens,
};
