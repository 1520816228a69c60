import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { run } from './command.mjs';
import { filesIn, fingerprint, inProject } from './project.mjs';
import { environmentOf } from './runtime.mjs';
import { step } from './step.mjs';

const stamp = inProject('dist/.inputs');

/**
 * Builds the SDK, the operator's page and the demo page into dist/ when their sources, the bundler's configuration or a package have changed since the last build.
 * @param {string} node
 */
export async function buildSdk(node) {
  const inputs = fingerprint([
    ...['src/base', 'src/protocol', 'src/client', 'src/operator', 'demo/page'].flatMap((folder) =>
      filesIn(inProject(folder)),
    ),
    ...['rollup.config.js', 'tsconfig.base.json', 'package-lock.json'].map((file) => inProject(file)),
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return;
  await step('Building the browser SDK into dist/', async () => {
    rmSync(stamp, { force: true });
    await run('Building the SDK', node, [inProject('node_modules/rollup/dist/bin/rollup'), '-c'], {
      cwd: inProject(),
      env: environmentOf(node),
    });
    writeFileSync(stamp, inputs);
  });
}
