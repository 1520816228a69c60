import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { capture } from '../command.mjs';
import { inProject } from '../project.mjs';
import { environmentOf } from '../runtime.mjs';
import { step } from '../step.mjs';
import { single, sum } from './outcome.mjs';

const checks = [
  {
    title: 'Format and lint (biome)',
    command: ['node_modules/@biomejs/biome/bin/biome', 'ci', '--max-diagnostics=none'],
  },
  { title: 'Types (tsc)', command: ['node_modules/typescript/bin/tsc', '-b'] },
  { title: 'Unused files, exports and packages (knip)', command: ['node_modules/knip/bin/knip.js'] },
];

/**
 * Runs the checks that need no running code; each counts as one test.
 * @param {string} node
 */
export async function runChecks(node) {
  const outcomes = [];
  for (const { title, command } of checks) {
    outcomes.push(
      await check(title, async () => {
        const { code, output } = await capture(node, [inProject(command[0] ?? ''), ...command.slice(1)], {
          cwd: inProject(),
          env: environmentOf(node),
        });
        return code === 0 ? undefined : output.trimEnd();
      }),
    );
  }
  return sum(outcomes);
}

/**
 * Compares the public types of the build with the committed report, so that no change to them goes unseen. With --update the report is rewritten.
 * @param {readonly string[]} options
 */
export async function checkPublicTypes(options) {
  const built = inProject('dist/client/conclave.d.ts');
  const report = inProject('etc/sdk.d.ts');
  if (options.includes('--update')) {
    mkdirSync(dirname(report), { recursive: true });
    copyFileSync(built, report);
  }
  return check('Public types (etc/sdk.d.ts)', async () => {
    if (existsSync(report) && readFileSync(built, 'utf8') === readFileSync(report, 'utf8')) return undefined;
    const { output } = await capture('diff', ['-u', report, built]);
    return `${output}\nThe public types of the SDK have changed. If that is meant, run: npm run check:api -- --update`;
  });
}

/**
 * @param {string} title
 * @param {() => Promise<string | undefined>} work what is wrong, or undefined
 */
async function check(title, work) {
  try {
    await step(title, async () => {
      const problem = await work();
      if (problem !== undefined) throw new Error(problem);
    });
    return single(true);
  } catch (error) {
    console.log(/** @type {Error} */ (error).message);
    return single(false);
  }
}
