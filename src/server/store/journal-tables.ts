import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { SessionId } from '../../base/ids.ts';
import type { Delivery, JournalEntry, JournalStore, PresenceRecord } from '../store-ports.ts';
import { findFirst, letOthersWait, lockSequence, nextSequence, WAITS } from './delivery-order.ts';
import type { Sealing } from './sealing.ts';
import type { DeliveryRow, PresenceRow, Tables } from './tables.ts';

/** Creates the side of the store that holds what callbacks have to be told, and what runs where. */
export function createJournalStore(database: Kysely<Tables>, sealing: Sealing): JournalStore {
  const journal = new Journal(database, sealing);
  return {
    append: (serverId, entries) => journal.append(serverId, entries),
    findDue: (serverId, callbackId, options) => journal.findDue(serverId, callbackId, options),
    findNextDue: (serverId, callbackId) => journal.findNextDue(serverId, callbackId),
    takeOver: (serverId, gone) => journal.takeOver(serverId, gone),

    remove: (delivery) => journal.remove(delivery),

    async postpone(position, dueAt) {
      await database
        .updateTable('deliveries')
        .set(({ eb }) => ({ due_at: dueAt, attempts: eb('attempts', '+', 1) }))
        .where('position', '=', position)
        .where('due_at', '<', WAITS)
        .execute();
    },

    async hasten(serverId, callbackId) {
      await database
        .updateTable('deliveries')
        .set({ due_at: Date.now() })
        .where('server_id', '=', serverId)
        .where('callback_id', '=', callbackId)
        .where('due_at', '<', WAITS)
        .execute();
    },

    async backlog() {
      const { count } = await database
        .selectFrom('deliveries')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      const oldest = await database
        .selectFrom('deliveries')
        .select('created_at')
        .orderBy('position')
        .limit(1)
        .executeTakeFirst();
      return { deliveries: count, oldestAt: oldest?.created_at };
    },
    ...createServerList(database),
  };
}

/** Who runs on this database. */
function createServerList(database: Kysely<Tables>): Pick<JournalStore, 'seen' | 'listServers' | 'leave'> {
  return {
    async seen(serverId, now) {
      await database
        .insertInto('servers')
        .values({ id: serverId, seen_at: now })
        .onConflict((known) => known.column('id').doUpdateSet({ seen_at: now }))
        .execute();
    },

    async listServers() {
      const rows = await database.selectFrom('servers').selectAll().execute();
      return rows.map(({ id, seen_at }) => ({ id, seenAt: seen_at }));
    },

    async leave(serverId) {
      await database.deleteFrom('servers').where('id', '=', serverId).execute();
    },
  };
}

class Journal {
  readonly #database: Kysely<Tables>;
  readonly #sealing: Sealing;

  constructor(database: Kysely<Tables>, sealing: Sealing) {
    this.#database = database;
    this.#sealing = sealing;
  }

  append(serverId: string, entries: readonly JournalEntry[]): Promise<void> {
    return this.#database.transaction().execute(async (transaction) => {
      const kept = await findKept(transaction, entries);
      for (const entry of entries) await this.#appendOne(transaction, { serverId, entry, kept });
    });
  }

  remove({ position, callbackId, sessionId }: Pick<Delivery, 'position' | 'callbackId' | 'sessionId'>): Promise<void> {
    return this.#database.transaction().execute(async (transaction) => {
      // Taken as append takes it: what is appended now finds this one there, or gone.
      await lockSequence(transaction, callbackId, sessionId);
      const done = await transaction
        .deleteFrom('deliveries')
        .where('position', '=', position)
        .returning(['server_id', 'callback_id', 'session_id'])
        .executeTakeFirst();
      const next = done && (await findFirst(transaction, done));
      if (next?.due_at !== WAITS) return;
      await transaction
        .updateTable('deliveries')
        .set({ due_at: Date.now() })
        .where('position', '=', next.position)
        .execute();
    });
  }

  async findDue(
    serverId: string,
    callbackId: string,
    { dueAt, count }: { dueAt: number; count: number },
  ): Promise<Delivery[]> {
    const rows = await this.#database
      .selectFrom('deliveries')
      .selectAll()
      .where('server_id', '=', serverId)
      .where('callback_id', '=', callbackId)
      .where('due_at', '<=', dueAt)
      .orderBy('due_at')
      .orderBy('position')
      .limit(count)
      .execute();
    return rows.map((row) => this.#fromDeliveryRow(row));
  }

  async findNextDue(serverId: string, callbackId: string): Promise<number | undefined> {
    const row = await this.#database
      .selectFrom('deliveries')
      .select(({ fn }) => fn.min('due_at').as('due'))
      .where('server_id', '=', serverId)
      .where('callback_id', '=', callbackId)
      .where('due_at', '<', WAITS)
      .executeTakeFirst();
    return (row?.due as number | null | undefined) ?? undefined;
  }

  takeOver(serverId: string, gone: readonly string[]): Promise<PresenceRecord[]> {
    return this.#database.transaction().execute(async (transaction) => {
      if (gone.length > 0) await transaction.deleteFrom('servers').where('id', 'in', gone).execute();
      const running = transaction.selectFrom('servers').select('id');
      const left = await transaction
        .updateTable('presence')
        .set({ server_id: serverId })
        .where('server_id', 'not in', running)
        .where('server_id', '!=', serverId)
        .returningAll()
        .execute();
      const { numUpdatedRows } = await transaction
        .updateTable('deliveries')
        .set({ server_id: serverId })
        .where('server_id', 'not in', running)
        .where('server_id', '!=', serverId)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) await letOthersWait(transaction);
      return left.toSorted((a, b) => a.position - b.position).map((row) => this.#fromPresenceRow(row));
    });
  }

  async #appendOne(
    transaction: Kysely<Tables>,
    { serverId, entry, kept }: { serverId: string; entry: JournalEntry; kept: ReadonlySet<string> },
  ): Promise<void> {
    const { sessionId, deliveries, lost = [], arrived, left } = entry;
    for (const callbackId of lost) if (kept.has(callbackId)) await nextSequence(transaction, callbackId, sessionId);
    if (arrived !== undefined) {
      await transaction.insertInto('presence').values(this.#toPresenceRow(serverId, arrived)).execute();
    }
    if (left !== undefined) {
      await transaction
        .deleteFrom('presence')
        .where('session_id', '=', sessionId)
        .where('kind', '=', left.kind)
        .where('id', '=', left.id)
        .execute();
    }
    for (const { callbackId, body } of deliveries.filter((each) => kept.has(each.callbackId))) {
      const sequence = await nextSequence(transaction, callbackId, sessionId);
      const row = this.#toDeliveryRow(serverId, { callbackId, sessionId, sequence, body });
      const before = await findFirst(transaction, row);
      await transaction
        .insertInto('deliveries')
        .values(before === undefined ? row : { ...row, due_at: WAITS })
        .execute();
    }
  }

  #toDeliveryRow(
    serverId: string,
    { callbackId, sessionId, sequence, body }: Pick<Delivery, 'callbackId' | 'sessionId' | 'sequence' | 'body'>,
  ) {
    const id = randomUUID();
    const now = Date.now();
    return {
      id,
      server_id: serverId,
      callback_id: callbackId,
      session_id: sessionId,
      sequence,
      body: this.#sealing.seal(JSON.stringify(body), `deliveries/${id}/body`),
      created_at: now,
      due_at: now,
      attempts: 0,
    };
  }

  #fromDeliveryRow(row: Selected<DeliveryRow>): Delivery {
    return {
      position: row.position,
      id: row.id,
      callbackId: row.callback_id,
      sessionId: row.session_id as SessionId,
      sequence: row.sequence,
      body: JSON.parse(this.#sealing.open(row.body, `deliveries/${row.id}/body`)) as object,
      createdAt: row.created_at,
      attempts: row.attempts,
    };
  }

  #toPresenceRow(serverId: string, { sessionId, kind, id, subject }: PresenceRecord) {
    const sealed = this.#sealing.seal(JSON.stringify(subject), `presence/${kind}/${id}`);
    return { server_id: serverId, session_id: sessionId, kind, id, subject: sealed };
  }

  #fromPresenceRow({ session_id, kind, id, subject }: Selected<PresenceRow>): PresenceRecord {
    const opened = JSON.parse(this.#sealing.open(subject, `presence/${kind}/${id}`)) as object;
    return { sessionId: session_id as SessionId, kind, id, subject: opened };
  }
}

/** Those callbacks of the entries that are still there: what is written for one that was just removed would wait for ever. */
async function findKept(transaction: Kysely<Tables>, entries: readonly JournalEntry[]): Promise<ReadonlySet<string>> {
  const wanted = new Set(
    entries.flatMap(({ deliveries, lost = [] }) => [...deliveries.map(({ callbackId }) => callbackId), ...lost]),
  );
  if (wanted.size === 0) return wanted;
  const rows = await transaction
    .selectFrom('callbacks')
    .select('id')
    .where('id', 'in', [...wanted])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

type Selected<Row extends { position: unknown }> = Omit<Row, 'position'> & { position: number };
