// npm test: every layer. `npm test -- unit`, `npm test -- integration browser`: some of them. What is not the name of a layer chooses files, or is an
// option for the runner: `npm test -- unit roster`, `npm test -- browser --project=firefox`.
import { prepareBrowsers } from './browsers.mjs';
import { prepareDatabases } from './databases.mjs';
import { explain, runMain } from './failure.mjs';
import { environmentOf } from './runtime.mjs';
import { buildSdk } from './sdk.mjs';
import { prepareServer, prepareTools } from './setup.mjs';
import { runBrowserTests } from './test/browser-tests.mjs';
import { checkPackage, checkSources } from './test/checks.mjs';
import { runNodeTests } from './test/node-tests.mjs';
import { single, sum } from './test/outcome.mjs';

/** @typedef {import('./test/outcome.mjs').Outcome} Outcome */

/** The layers in the order they run: what is quick to fail comes first. @type {Record<string, (rest: string[]) => Promise<Outcome>>} */
const layers = {
  check: async () => checkSources(await prepareTools()),
  layout: async (rest) => runNodeTests('test/layout.test.ts', rest, await plain()),
  unit: async (rest) => runNodeTests('test/unit', rest, await plain()),
  contract: async (rest) => runNodeTests('test/contract', rest, await prepareServer()),
  types: async (rest) => runNodeTests('test/types', rest, await built()),
  api: async (rest) => {
    const { node } = await built();
    return checkPackage(node, rest);
  },
  package: async (rest) => runNodeTests('test/package', rest, await built()),
  integration: async (rest) => {
    await prepareDatabases();
    return runNodeTests('test/integration', rest, await prepareServer());
  },
  browser: async (rest) => {
    const { node, env } = await prepareServer();
    return runBrowserTests(rest, { node, env: { ...env, ...(await prepareBrowsers(node)) } });
  },
};

await runMain(async () => {
  const args = process.argv.slice(2);
  const chosen = Object.keys(layers).filter((name) => args.includes(name));
  const rest = args.filter((arg) => !(arg in layers));
  const outcomes = [];
  for (const name of chosen.length > 0 ? chosen : Object.keys(layers)) {
    console.log(`\n== ${name}`);
    outcomes.push(await runLayer(name, rest));
  }
  const { passed, failed, skipped } = sum(outcomes);
  if (passed + failed === 0) console.log('\nNo test ran.');
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed > 0 || passed === 0 ? 1 : 0;
});

/**
 * A layer that cannot be set up has failed; the others still run.
 * @param {string} name
 * @param {string[]} rest
 */
async function runLayer(name, rest) {
  try {
    return (await layers[name]?.(rest)) ?? single(false);
  } catch (error) {
    console.error(`${name} could not run:\n${explain(error)}`);
    return single(false);
  }
}

async function plain() {
  const node = await prepareTools();
  return { node, env: environmentOf(node) };
}

async function built() {
  const runtime = await plain();
  await buildSdk(runtime.node);
  return runtime;
}
