import { type Kysely, sql } from 'kysely';
import type { DeliveryRow, Tables } from './tables.ts';

/** Due never: it waits until the delivery before it, to the same callback about the same session, is done. */
export const WAITS = Number.MAX_SAFE_INTEGER;

/** What is first in its row: to one callback, about one session, on one server. */
export async function findFirst(
  transaction: Kysely<Tables>,
  row: Pick<DeliveryRow, 'server_id' | 'callback_id' | 'session_id'>,
): Promise<{ position: number; due_at: number } | undefined> {
  return transaction
    .selectFrom('deliveries')
    .select(['position', 'due_at'])
    .where('server_id', '=', row.server_id)
    .where('callback_id', '=', row.callback_id)
    .where('session_id', '=', row.session_id)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
}

/** Rows of two servers have become one: all but the first of each wait. */
export async function letOthersWait(database: Kysely<Tables>): Promise<void> {
  await database
    .updateTable('deliveries')
    .set({ due_at: WAITS })
    .where('due_at', '<', WAITS)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('deliveries as before')
          .select('before.position')
          .whereRef('before.server_id', '=', 'deliveries.server_id')
          .whereRef('before.callback_id', '=', 'deliveries.callback_id')
          .whereRef('before.session_id', '=', 'deliveries.session_id')
          .whereRef('before.position', '<', 'deliveries.position'),
      ),
    )
    .execute();
}

/** The next number of what a callback is told of a session; until the end of the transaction nobody else gets one. */
export async function nextSequence(
  transaction: Kysely<Tables>,
  callbackId: string,
  sessionId: string,
): Promise<number> {
  const { last } = await transaction
    .insertInto('delivery_sequences')
    .values({ callback_id: callbackId, session_id: sessionId, last: 1 })
    .onConflict((known) =>
      known.columns(['callback_id', 'session_id']).doUpdateSet({ last: sql`delivery_sequences.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return last;
}

/** Waits until nobody else writes for a callback about a session, and keeps them waiting until the end of the transaction. */
export async function lockSequence(transaction: Kysely<Tables>, callbackId: string, sessionId: string): Promise<void> {
  await transaction
    .updateTable('delivery_sequences')
    .set(({ ref }) => ({ last: ref('last') }))
    .where('callback_id', '=', callbackId)
    .where('session_id', '=', sessionId)
    .execute();
}
