import { copyFileSync, existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder, fillOnce } from './cache.mjs';
import { findCommand, run } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { inProject } from './project.mjs';
import { step } from './step.mjs';

/** Since this version Node runs TypeScript sources as they are (in 23 only since 23.6). */
const NEEDED = 'Node 22.18 or newer';

/**
 * The Node that runs the server and the tests: the one that runs this script when it is new enough, otherwise one from the npm registry.
 * The packages in scripts/runtime hold nothing but the binary; their lock file pins what is in it.
 * @returns {Promise<string>} full path of the executable
 */
export async function findRuntime() {
  if (runsTypeScript(process.versions.node)) return process.execPath;
  const manifest = JSON.parse(readFileSync(inProject('scripts/runtime/package.json'), 'utf8'));
  const name = `node-${process.platform}-${process.arch}`;
  const version = manifest.optionalDependencies[name];
  if (!version) {
    throw new SetupFailure(
      `Conclave needs ${NEEDED}, and this is Node ${process.versions.node}. Install it from https://nodejs.org, then start again.`,
    );
  }
  const folder = join(cacheFolder(), 'node', `${version}-${process.platform}-${process.arch}`);
  if (!existsSync(folder)) {
    await step(
      `Fetching Node ${version} (this is Node ${process.versions.node}; running TypeScript needs ${NEEDED})`,
      () =>
        fillOnce(folder, async (temporary) => {
          for (const file of ['package.json', 'package-lock.json'])
            copyFileSync(inProject('scripts/runtime', file), join(temporary, file));
          await npm(
            process.execPath,
            ['ci', '--loglevel=error', '--ignore-scripts', '--no-audit', '--no-fund'],
            temporary,
          );
        }),
    );
  }
  return join(folder, 'node_modules', name, 'bin', 'node');
}

/**
 * Runs npm on a chosen Node, which decides what npm thinks of the packages' `engines`.
 * @param {string} node
 * @param {string[]} args
 * @param {string} cwd
 */
export async function npm(node, args, cwd) {
  const cli = npmCli();
  const [command, before] = cli ? [node, [cli]] : ['npm', []];
  await run(`npm ${args[0]}`, command, [...before, ...args], { cwd, env: environmentOf(node) });
}

/**
 * Our environment with this Node first on the PATH. Compiled code is kept, which makes a second start about a third quicker. Node's
 * built-in SQLite and type stripping announce themselves as experimental on some versions we support: no news to whoever starts us.
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(node) {
  const { PATH = '', NODE_OPTIONS = '' } = process.env;
  return {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${PATH}`,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cacheFolder(), 'compiled'),
    NODE_OPTIONS: `${NODE_OPTIONS} --disable-warning=ExperimentalWarning`.trim(),
  };
}

/** The script behind the `npm` command: the one that runs us, or the one on the PATH. */
function npmCli() {
  const { npm_execpath: ours } = process.env;
  if (ours?.endsWith('npm-cli.js') && existsSync(ours)) return ours;
  const found = findCommand('npm');
  const script = found && realpathSync(found);
  return script?.endsWith('npm-cli.js') ? script : undefined;
}

/**
 * Whether a Node of this version runs TypeScript sources as they are.
 * @param {string} version
 */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}
