import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The folder for what is expensive to make and independent of one checkout: it survives `npm ci` and fresh clones. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'conclave');
}

/**
 * Fills a folder of the cache once. The content is made beside it and moved into place in one go, so that a set-up that is stopped half-way,
 * or two at the same time, never leave a folder that is only partly filled.
 * @param {string} folder
 * @param {(temporary: string) => Promise<void>} fill
 */
export async function fillOnce(folder, fill) {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  const discard = () => rmSync(temporary, { recursive: true, force: true });
  process.once('exit', discard);
  try {
    await fill(temporary);
    renameSync(temporary, folder);
  } catch (error) {
    // Somebody else was quicker: theirs is as good as ours.
    if (!existsSync(folder)) throw error;
  } finally {
    process.off('exit', discard);
    discard();
  }
}
