import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of this checkout. */
const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/**
 * A path inside the checkout.
 * @param {...string} parts
 */
export function inProject(...parts) {
  return join(projectFolder, ...parts);
}

/**
 * Every file in a folder and below, sorted, with full paths; none when the folder is missing.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

/**
 * A fingerprint of the names and contents of files: equal inputs need no second build.
 * @param {readonly string[]} files
 * @returns {string}
 */
export function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(relative(projectFolder, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
