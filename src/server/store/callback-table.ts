import type { Kysely } from 'kysely';
import type { CallbackRecord, CallbackStore } from '../store-ports.ts';
import type { Sealing } from './sealing.ts';
import type { CallbackRow, Tables } from './tables.ts';

/** Creates the callbacks' side of the store. */
export function createCallbackStore(database: Kysely<Tables>, sealing: Sealing): CallbackStore {
  const toRow = (callback: CallbackRecord): CallbackRow => ({
    id: callback.id,
    project_id: callback.projectId,
    event_group: callback.group,
    event: callback.event,
    url: callback.url,
    secret: sealing.seal(callback.secret, toPlace(callback.id)),
    after_seconds: callback.afterSeconds ?? null,
    created_at: callback.createdAt,
    configured: Number(callback.configured),
  });
  const fromRow = (row: CallbackRow): CallbackRecord => ({
    id: row.id,
    projectId: row.project_id,
    group: row.event_group,
    event: row.event,
    url: row.url,
    secret: sealing.open(row.secret, toPlace(row.id)),
    ...(row.after_seconds !== null && { afterSeconds: row.after_seconds }),
    createdAt: row.created_at,
    configured: row.configured === 1,
  });

  return {
    add: (callback, most) =>
      database.transaction().execute(async (transaction) => {
        const { projectId } = callback;
        // Of two at once the second waits here, and counts the first.
        await transaction.updateTable('projects').set({ id: projectId }).where('id', '=', projectId).execute();
        const { count } = await transaction
          .selectFrom('callbacks')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('project_id', '=', projectId)
          .executeTakeFirstOrThrow();
        if (count >= most) return false;
        await transaction.insertInto('callbacks').values(toRow(callback)).execute();
        return true;
      }),

    async list(projectId) {
      const all = database.selectFrom('callbacks').selectAll().orderBy('created_at').orderBy('id');
      const rows = await (projectId === undefined ? all : all.where('project_id', '=', projectId)).execute();
      return rows.map(fromRow);
    },

    remove: (projectId, id) => database.transaction().execute((transaction) => remove(transaction, projectId, id)),

    async replaceConfigured(callbacks) {
      await database.transaction().execute((transaction) => replaceConfigured(transaction, callbacks.map(toRow)));
    },
  };
}

async function remove(transaction: Kysely<Tables>, projectId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('callbacks')
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await forget(transaction, [id]);
  return true;
}

async function replaceConfigured(transaction: Kysely<Tables>, rows: readonly CallbackRow[]): Promise<void> {
  const known = await transaction.selectFrom('callbacks').select('id').where('configured', '=', 1).execute();
  const wanted = new Set(rows.map(({ id }) => id));
  const gone = known.map(({ id }) => id).filter((id) => !wanted.has(id));
  if (gone.length > 0) await transaction.deleteFrom('callbacks').where('id', 'in', gone).execute();
  if (gone.length > 0) await forget(transaction, gone);
  await forgetOrphans(transaction);
  for (const row of rows) {
    const { id: _id, created_at: _createdAt, ...changes } = row;
    // Known from before, or another server is starting with the same settings.
    await transaction
      .insertInto('callbacks')
      .values(row)
      .onConflict((taken) => taken.column('id').doUpdateSet(changes))
      .execute();
  }
}

async function forget(transaction: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  await transaction.deleteFrom('deliveries').where('callback_id', 'in', ids).execute();
  await transaction.deleteFrom('delivery_sequences').where('callback_id', 'in', ids).execute();
}

/** Another server may have written for a callback at the very moment it was removed. */
async function forgetOrphans(transaction: Kysely<Tables>): Promise<void> {
  const kept = transaction.selectFrom('callbacks').select('id');
  await transaction.deleteFrom('deliveries').where('callback_id', 'not in', kept).execute();
  await transaction.deleteFrom('delivery_sequences').where('callback_id', 'not in', kept).execute();
}

function toPlace(id: string): string {
  return `callbacks/${id}/secret`;
}
