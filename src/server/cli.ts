import { resolve } from 'node:path';
import { UsageError } from './commands/command.ts';
import { parseCommandLine } from './commands/command-line.ts';
import { demandDatabase, type Workplace } from './commands/workplace.ts';
import { findCredentials } from './config/credentials.ts';
import { openDataFolder } from './config/data-folder.ts';
import { loadConfig } from './config/load.ts';
import { openConfiguredStore, toDatabasePlace } from './configured-store.ts';
import { explainStartFailure } from './start-failure.ts';
import { SealError } from './store/sealing.ts';

/** Exit codes: what was asked for was refused or failed; what was typed is no command. */
const REFUSED = 1;
const WRONG_USAGE = 2;

async function main(): Promise<void> {
  const request = parseCommandLine(process.argv.slice(2));
  if ('help' in request) {
    process.stdout.write(request.help);
    return;
  }
  // Whatever this process writes is its user's alone.
  process.umask(0o077);
  await request.work(openWorkplace(request.configFile));
}

function openWorkplace(configFile: string | undefined): Workplace {
  // The script that brought us here runs us where the server runs, and npm's variable says where it was called.
  const toPath = (file: string): string => resolve(process.env.INIT_CWD ?? '', file);
  const config = loadConfig({ env: process.env, file: configFile && toPath(configFile) });
  const folder = openDataFolder(config.dataDir);
  // Before the first start there is no credential, and making one is the server's.
  const first = findCredentials(config, folder);
  const configured = [...(first === undefined ? [] : [first.project]), ...config.projects];
  const database = toDatabasePlace(config, folder);
  return {
    config,
    folder,
    database,
    configured,
    async withProjects(use, { begins } = { begins: false }) {
      if (!begins) demandDatabase(database);
      const store = await openConfiguredStore(config, folder, configured);
      try {
        return await use(store.projects);
      } finally {
        await store.close();
      }
    },
    toPath,
    print: (text) => void process.stdout.write(text),
    warn: (line) => void process.stderr.write(line),
  };
}

/** One line for what its user can mend. */
function explain(error: unknown): string {
  const isPlain = error instanceof UsageError || error instanceof SealError;
  if (isPlain) return error.message;
  const { code, message } = error as { code?: string; message?: string };
  // A full disk, a file that is no database: what SQLite says is enough.
  return code === 'ERR_SQLITE_ERROR' ? `The database failed: ${message}.` : explainStartFailure(error);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = error instanceof UsageError ? WRONG_USAGE : REFUSED;
}
