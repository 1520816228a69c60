import type { Kysely } from 'kysely';
import type { SessionRecord, SessionStore } from '../ports.ts';
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

    async list(projectId, { offset, count }) {
      const own = database.selectFrom('sessions').where('project_id', '=', projectId);
      const { total } = await own.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await own
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(count)
        .offset(offset)
        .execute();
      return { count: total, items: rows.map(fromSessionRow) };
    },
  };
}
