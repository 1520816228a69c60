import type { ProjectCredential, Store } from '../store-ports.ts';
import { createCallbackStore } from './callback-table.ts';
import { type DatabasePlace, openDatabase } from './database.ts';
import { createJournalStore } from './journal-tables.ts';
import { openProjectStore } from './project-table.ts';
import { createSealing } from './sealing.ts';
import { createSessionStore } from './session-table.ts';
import { createSpentTokenStore } from './spent-token-table.ts';

/** How the store is opened. */
export interface StoreOptions {
  readonly database: DatabasePlace;
  /** 32 bytes, hexadecimal; secrets in the database are sealed with it. */
  readonly masterKey: string;
  /** The projects that the settings name. */
  readonly configured: readonly ProjectCredential[];
}

/** Opens everything that outlives the server. */
export async function openStore({ database: place, masterKey, configured }: StoreOptions): Promise<Store> {
  const database = await openDatabase(place);
  const sealing = createSealing(masterKey);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= database.destroy();
    return closed;
  };
  try {
    return {
      sessions: createSessionStore(database),
      projects: await openProjectStore({ database, sealing, configured }),
      spentTokens: createSpentTokenStore(database),
      callbacks: createCallbackStore(database, sealing),
      journal: createJournalStore(database, sealing),
      exclusive: 'file' in place,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
