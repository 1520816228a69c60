import type { Kysely } from 'kysely';
import type { SpentTokenStore } from '../store-ports.ts';
import type { Tables } from './tables.ts';

/** A token is taken for a moment longer than it says, because clocks differ; so long it is remembered, in milliseconds. */
const KEPT_AFTER_EXPIRY_MS = 120_000;

/** Creates the spent tokens' side of the store; those nobody could show any more are removed with each new one. */
export function createSpentTokenStore(database: Kysely<Tables>): SpentTokenStore {
  return {
    async has(fingerprint) {
      const row = await database
        .selectFrom('spent_tokens')
        .select('fingerprint')
        .where('fingerprint', '=', fingerprint)
        .executeTakeFirst();
      return row !== undefined;
    },

    async add(fingerprint, expiresAt) {
      await database
        .deleteFrom('spent_tokens')
        .where('expires_at', '<', Date.now() - KEPT_AFTER_EXPIRY_MS)
        .execute();
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('spent_tokens')
        .values({ fingerprint, expires_at: expiresAt })
        .onConflict((taken) => taken.doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
