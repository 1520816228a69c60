import { type Kysely, SqliteAdapter, sql } from 'kysely';
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
    // Each new one removes those that have expired.
    await database.schema.createIndex('spent_tokens_by_expiry').on('spent_tokens').column('expires_at').execute();
  },
};

const createCallbacks: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database;
    // Each database has its own words for a number that counts up by itself.
    const position = isSqlite(database)
      ? sql`integer primary key autoincrement`
      : sql`bigint generated always as identity primary key`;
    await schema
      .createTable('callbacks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('project_id', 'text', (column) => column.notNull())
      .addColumn('event_group', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('secret', 'text', (column) => column.notNull())
      .addColumn('after_seconds', 'integer')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('configured', 'integer', (column) => column.notNull())
      .execute();
    await sql`create table deliveries (position ${position}, id text not null, server_id text not null,
      callback_id text not null, session_id text not null, sequence integer not null, body text not null,
      created_at bigint not null, due_at bigint not null, attempts integer not null)`.execute(database);
    await schema
      .createIndex('deliveries_in_order')
      .on('deliveries')
      .columns(['server_id', 'callback_id', 'session_id', 'position'])
      .execute();
    await schema
      .createTable('delivery_sequences')
      .addColumn('callback_id', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('last', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('delivery_sequences_key', ['callback_id', 'session_id'])
      .execute();
    await sql`create table presence (position ${position}, server_id text not null, session_id text not null,
      kind text not null, id text not null, subject text not null)`.execute(database);
    await schema.createIndex('presence_of_session').on('presence').columns(['session_id', 'kind', 'id']).execute();
    await schema
      .createTable('servers')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};

/** Deliveries that wait for the one before them are due never, so that what is due is found without looking at all that waits. */
const indexDueDeliveries: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`update deliveries set due_at = 9007199254740991 where exists (select 1 from deliveries as before
      where before.server_id = deliveries.server_id and before.callback_id = deliveries.callback_id
      and before.session_id = deliveries.session_id and before.position < deliveries.position)`.execute(database);
    await database.schema
      .createIndex('deliveries_by_due_time')
      .on('deliveries')
      .columns(['server_id', 'callback_id', 'due_at', 'position'])
      .execute();
  },
};

function isSqlite(database: Kysely<unknown>): boolean {
  return database.getExecutor().adapter instanceof SqliteAdapter;
}

/** Every step from an empty database to today's tables, run in the order of the names; a released step never changes. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-sessions': createSessions,
  '002-projects': createProjects,
  '003-spent-tokens': createSpentTokens,
  '004-callbacks': createCallbacks,
  '005-due-deliveries': indexDueDeliveries,
};
