import { type Kysely, sql } from 'kysely';
import type { SessionRecord, SessionStore } from '../store-ports.ts';
import { fromSessionRow, toSessionRow } from './session-rows.ts';
import { isStorable } from './storable.ts';
import type { Tables } from './tables.ts';

/** Creates the sessions' side of the store. */
export function createSessionStore(database: Kysely<Tables>): SessionStore {
  return {
    async add(session: SessionRecord): Promise<void> {
      await database.insertInto('sessions').values(toSessionRow(session)).execute();
    },

    async find(id) {
      if (!isStorable(id)) return undefined;
      const row = await database.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : fromSessionRow(row);
    },

    list: (projectId, page) => search(database, { projectId, ...page }),

    search: (options) => search(database, options),
  };
}

async function search(
  database: Kysely<Tables>,
  { projectId, idPart, offset, count }: Parameters<SessionStore['search']>[0],
): ReturnType<SessionStore['search']> {
  let wanted = database.selectFrom('sessions');
  if (projectId !== undefined) wanted = wanted.where('project_id', '=', projectId);
  if (idPart !== undefined) {
    const pattern = `%${idPart.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    wanted = wanted.where(sql<boolean>`lower(id) like ${pattern} escape '!'`);
  }
  const { total } = await wanted.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await wanted
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(count)
    .offset(offset)
    .execute();
  return { count: total, items: rows.map(fromSessionRow) };
}
