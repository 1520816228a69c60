import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { capture } from '../command.mjs';
import { inProject } from '../project.mjs';
import { environmentOf } from '../runtime.mjs';
import { step } from '../step.mjs';
import { single, sum } from './outcome.mjs';
import { checkReference } from './reference.mjs';

const sourceChecks = [
  {
    title: 'Format and lint (biome)',
    script: '@biomejs/biome/bin/biome',
    args: ['ci', '--colors=off', '--max-diagnostics=none'],
  },
  { title: 'Types (tsc)', script: 'typescript/bin/tsc', args: ['-b'] },
  { title: 'Unused files, exports and packages (knip)', script: 'knip/bin/knip.js', args: [] },
];

const packageCheck = {
  title: 'Entry points of the package (publint)',
  script: 'publint/src/cli.js',
  args: ['--strict'],
};

/**
 * Runs the checks that need no running code; each counts as one test.
 * @param {string} node
 */
export async function checkSources(node) {
  const outcomes = [];
  for (const tool of sourceChecks) outcomes.push(await runTool(node, tool));
  return sum(outcomes);
}

/**
 * Checks what an app gets when it installs the package: its entry points, its public types, and what is written about them; and the
 * REST API.
 * @param {string} node
 * @param {readonly string[]} options --update accepts the public types of the build and the routes as they are
 */
export async function checkPackage(node, options) {
  const update = options.includes('--update');
  return sum([
    await runTool(node, packageCheck),
    await checkPublicTypes(options),
    await check('API reference (docs/api.md)', () => checkReference(node, update)),
    await check('REST API (docs/openapi.json)', () => checkRestDocument(node, update)),
  ]);
}

/**
 * @param {string} node
 * @param {{ title: string, script: string, args: string[] }} tool
 */
function runTool(node, { title, script, args }) {
  return check(title, async () => {
    const options = { cwd: inProject(), env: environmentOf(node) };
    const { code, output } = await capture(node, [inProject('node_modules', script), ...args], options);
    return code === 0 ? undefined : output.trimEnd();
  });
}

/**
 * Compares the public types of the build with the committed report, so that no change to them goes unseen. With --update the report is rewritten.
 * @param {readonly string[]} options
 */
async function checkPublicTypes(options) {
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
 * Compares the document that the server makes of its routes with the committed one. With `update` that is written anew.
 * @param {string} node
 * @param {boolean} update
 */
async function checkRestDocument(node, update) {
  const committed = inProject('docs/openapi.json');
  const options = { cwd: inProject(), env: environmentOf(node) };
  const { code, output } = await capture(node, [inProject('test/support/print-rest-document.ts')], options);
  if (code !== 0) return output;
  if (update) writeFileSync(committed, output);
  if (existsSync(committed) && readFileSync(committed, 'utf8') === output) return undefined;
  return 'The REST API is not the one in docs/openapi.json. If that is meant, run: npm run check:api -- --update';
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
