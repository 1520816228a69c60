import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, fillOnce } from './cache.mjs';
import { SetupFailure } from './failure.mjs';
import { buildWorker } from './media-worker/local-build.mjs';
import { downloadPrebuilt } from './media-worker/prebuilt.mjs';
import { executes, serves } from './media-worker/probe.mjs';
import { filesIn, fingerprint, inProject } from './project.mjs';
import { note } from './step.mjs';

const executable = process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker';

/**
 * Finds or makes the media worker, the one native part: the binary that MEDIASOUP_WORKER_BIN names; one that an earlier set-up left in the cache;
 * mediasoup's prebuilt download; a build from the sources in node_modules. Each is started once before it is trusted.
 * @param {string} node
 * @returns {Promise<string>} full path of the binary
 */
export async function prepareMediaWorker(node) {
  const given = process.env.MEDIASOUP_WORKER_BIN;
  if (given) {
    if (await executes(given)) return given;
    throw new SetupFailure(
      `MEDIASOUP_WORKER_BIN names ${given}, which is not a media worker that starts on this machine.`,
    );
  }
  const folder = cachedFolder();
  const binary = join(folder, executable);
  if (existsSync(binary)) {
    if (await executes(binary)) return binary;
    note('The cached media worker no longer starts here (a system library may have changed), so it is made anew.');
    rmSync(folder, { recursive: true, force: true });
  }
  await fillOnce(folder, async (temporary) => {
    const made = join(temporary, executable);
    const source = (await downloadPrebuilt(node)) ?? (await buildWorker(join(temporary, 'build')));
    copyFileSync(source, made);
    rmSync(join(temporary, 'build'), { recursive: true, force: true });
    const problem = await serves(node, made);
    if (problem) throw new SetupFailure(`The media worker was made, but it does not work:\n${problem}`);
  });
  return binary;
}

/** One folder per mediasoup version, system and recipe: a worker is only good where its libraries are. */
function cachedFolder() {
  const { version } = JSON.parse(readFileSync(inProject('node_modules/mediasoup/package.json'), 'utf8'));
  const recipe = fingerprint([
    ...filesIn(inProject('scripts/media-worker/native')),
    inProject('scripts/media-worker/source.mjs'),
  ]).slice(0, 8);
  return join(
    cacheFolder(),
    'media-worker',
    [version, process.platform, process.arch, ...distribution(), recipe].join('-'),
  );
}

/** Name and version of the Linux distribution, e.g. ["debian12"]; nothing elsewhere. */
function distribution() {
  if (!existsSync('/etc/os-release')) return [];
  const text = readFileSync('/etc/os-release', 'utf8');
  const value = (/** @type {string} */ key) => text.match(new RegExp(`^${key}="?([^"\\n]*)"?$`, 'm'))?.[1] ?? '';
  return [`${value('ID')}${value('VERSION_ID')}`.replace(/[^\w.]/g, '_') || 'linux'];
}
