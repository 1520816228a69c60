import type { Kysely } from 'kysely';
import type { CallbackRecord, CallbackStore } from '../ports.ts';
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
    async add(callback) {
      await database.insertInto('callbacks').values(toRow(callback)).execute();
    },

    async list() {
      const rows = await database.selectFrom('callbacks').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(fromRow);
    },

    remove: (projectId, id) =>
      database.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('callbacks')
          .where('project_id', '=', projectId)
          .where('id', '=', id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return false;
        await forget(transaction, [id]);
        return true;
      }),

    replaceConfigured: (callbacks) =>
      database.transaction().execute(async (transaction) => {
        const known = await transaction.selectFrom('callbacks').selectAll().where('configured', '=', 1).execute();
        const wanted = new Set(callbacks.map(({ id }) => id));
        const createdAt = new Map(known.map((row) => [row.id, row.created_at]));
        const gone = known.map(({ id }) => id).filter((id) => !wanted.has(id));
        if (gone.length > 0) await transaction.deleteFrom('callbacks').where('id', 'in', gone).execute();
        if (gone.length > 0) await forget(transaction, gone);
        await forgetOrphans(transaction);
        for (const each of callbacks) {
          const { id, ...row } = toRow({ ...each, createdAt: createdAt.get(each.id) ?? each.createdAt });
          // Another server may be starting with the same settings.
          await transaction
            .insertInto('callbacks')
            .values({ id, ...row })
            .onConflict((taken) => taken.column('id').doUpdateSet(row))
            .execute();
        }
      }),
  };
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
