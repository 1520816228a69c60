import { rmSync } from 'node:fs';
import { findMasterKey } from '../config/credentials.ts';
import { notSupported } from '../errors.ts';
import { backUpSqlite } from '../store/sqlite-backup.ts';
import type { Command, Work } from './command.ts';
import { createFile } from './new-file.ts';
import { demandDatabase } from './workplace.ts';

const POSTGRES = [
  'The database is Postgres: use its own tool, which copies a running database as well:',
  '  pg_dump --format=custom --file=<file> --dbname="$CONCLAVE_DATABASE_URL"',
];

/** `backup`: a copy of the SQLite database at one moment, while the server runs. */
export const backup: Command = {
  name: 'backup',
  parameters: ['<file>'],
  options: [],
  summary:
    'Copies the SQLite database, as it is at one moment, to a new file (mode 600) and checks the copy; the server may be running.',
  notes: [
    'The master key is not in it: keep that apart from the copies, since without it the secrets in them cannot be opened.',
    'For Postgres it says how pg_dump is used.',
  ],
  plan: ({ words: [file = ''] }): Work => {
    return async ({ config, folder, database, toPath, print }) => {
      const key = findMasterKey(config, folder);
      if ('url' in database) throw notSupported([...POSTGRES, toKeyNote(key)].join('\n'));
      demandDatabase(database);
      const target = toPath(file);
      // Its place is taken first, so that of two at once neither replaces the other's.
      createFile(target, '');
      const bytes = await backUpSqlite(database.file, target).catch((error) => {
        rmSync(target, { force: true });
        throw error;
      });
      print(`${target}: ${bytes} bytes, integrity check ok.\n${toKeyNote(key)}\n`);
    };
  },
};

function toKeyNote(key: string): string {
  return `Keep the master key (${key}) too, and apart from this: without it the secrets in a backup cannot be opened.`;
}
