// npm run setup: everything a server needs to be run by Node alone, inside this folder: packages, the SDK, the media worker.
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { runMain } from './failure.mjs';
import { inProject } from './project.mjs';
import { prepareServer } from './setup.mjs';
import { note } from './step.mjs';

/** Where service files expect it: the cache, where it was made, belongs to whoever ran the set-up. */
const worker = inProject('dist/server/mediasoup-worker');

await runMain(async () => {
  const { env } = await prepareServer();
  mkdirSync(dirname(worker), { recursive: true });
  // Moved into place: a running server may have the old one open.
  copyFileSync(env.MEDIASOUP_WORKER_BIN ?? '', `${worker}.new`);
  renameSync(`${worker}.new`, worker);
  note(`Ready. The media worker is ${worker}; see docs/operations.md for what comes next.`);
});
