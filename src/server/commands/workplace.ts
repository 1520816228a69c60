import { existsSync } from 'node:fs';
import type { DataFolder } from '../config/data-folder.ts';
import type { Config } from '../config/schema.ts';
import { notFound } from '../errors.ts';
import type { DatabasePlace } from '../store/database.ts';
import type { ProjectCredential, ProjectStore } from '../store-ports.ts';

/** Where a command works, and how it speaks. */
export interface Workplace {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly database: DatabasePlace;
  /** The projects that the settings name. */
  readonly configured: readonly ProjectCredential[];
  /** Opens the projects' side of the store, hands it over and closes it again; only `begins` makes a SQLite database. */
  withProjects<Result>(
    use: (projects: ProjectStore) => Promise<Result>,
    options?: { readonly begins: boolean },
  ): Promise<Result>;
  /** An absolute path; a relative one starts where the command was called. */
  toPath(file: string): string;
  /** Writes to standard output: the answer. */
  print(text: string): void;
  /** Writes a line to standard error, so that the answer stays as it is. */
  warn(line: string): void;
}

/** Whoever forgot a setting would else work on an empty database that no server uses. Throws `notFound`. */
export function demandDatabase(database: DatabasePlace): void {
  if ('url' in database || existsSync(database.file)) return;
  throw notFound(`There is no database ${database.file}: set CONCLAVE_DATA_DIR, or --config, as for the server.`);
}
