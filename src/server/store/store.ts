import type { ProjectCredential, Store } from '../ports.ts';
import { type DatabasePlace, openDatabase } from './database.ts';
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
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= database.destroy();
    return closed;
  };
  try {
    return {
      sessions: createSessionStore(database),
      projects: await openProjectStore({ database, sealing: createSealing(masterKey), configured }),
      spentTokens: createSpentTokenStore(database),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
