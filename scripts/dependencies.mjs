import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fingerprint, inProject } from './project.mjs';
import { npm } from './runtime.mjs';
import { step } from './step.mjs';

/** Inside node_modules, so that it goes when they go. */
const stamp = inProject('node_modules/.conclave-installed');

/**
 * Installs the packages of package-lock.json when they are missing or the lock file has changed since.
 * @param {string} node the runtime: packages that are optional and want a newer Node would be left out on an older one
 */
export async function installDependencies(node) {
  if (areInstalled()) return;
  const wanted = fingerprint([inProject('package-lock.json')]);
  await step('Installing the packages in package-lock.json', () => npm(node, ['ci', '--loglevel=error'], inProject()));
  writeFileSync(stamp, wanted);
}

/** Whether the packages of package-lock.json are there. */
export function areInstalled() {
  // An `npm install` by hand on an older Node removes mediasoup without touching the stamp, `npm prune --omit=dev` what builds the SDK.
  const packages = ['mediasoup', 'rollup'].map((name) => inProject('node_modules', name, 'package.json'));
  if (![stamp, ...packages].every((file) => existsSync(file))) return false;
  return readFileSync(stamp, 'utf8') === fingerprint([inProject('package-lock.json')]);
}
