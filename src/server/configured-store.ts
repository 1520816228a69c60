import { loadMasterKey } from './config/credentials.ts';
import type { DataFolder } from './config/data-folder.ts';
import type { Config } from './config/schema.ts';
import { DatabaseStartError } from './start-failure.ts';
import type { DatabasePlace } from './store/database.ts';
import { openStore } from './store/store.ts';
import type { ProjectCredential, Store } from './store-ports.ts';

/** Opens the store that the settings name, for the server and for its commands; `configured` are the projects whose secrets they hold. */
export async function openConfiguredStore(
  config: Config,
  folder: DataFolder,
  configured: readonly ProjectCredential[],
): Promise<Store> {
  const database = toDatabasePlace(config, folder);
  return openStore({ database, masterKey: loadMasterKey(config, folder), configured }).catch((error) => {
    throw config.databaseUrl === undefined ? error : new DatabaseStartError(error);
  });
}

/** Where the database is. */
export function toDatabasePlace({ databaseUrl }: Config, folder: DataFolder): DatabasePlace {
  return databaseUrl === undefined ? { file: folder.file('conclave.db') } : { url: databaseUrl };
}
