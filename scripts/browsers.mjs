import { existsSync, readFileSync } from 'node:fs';
import { capture, findCommand, run } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { isReachable } from './internet.mjs';
import { inProject } from './project.mjs';
import { step } from './step.mjs';
import { aptCommand, ensureSystemPackages } from './system-packages.mjs';

/** Where the browsers we test in are found: a variable that names one, commands, and full paths on macOS. */
const browsers = /** @type {const} */ ({
  chromium: {
    variable: 'CONCLAVE_CHROMIUM',
    debianPackage: 'chromium',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    paths: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
  },
  firefox: {
    variable: 'CONCLAVE_FIREFOX',
    debianPackage: 'firefox-esr',
    commands: ['firefox-esr', 'firefox'],
    paths: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  },
});

/** @typedef {keyof typeof browsers} BrowserName */

const playwright = inProject('node_modules/@playwright/test/cli.js');

/**
 * Finds the browsers that the tests run in, installing them where that can be done without asking anybody anything.
 * @param {string} node
 * @returns {Promise<NodeJS.ProcessEnv>} CONCLAVE_CHROMIUM and CONCLAVE_FIREFOX, the full paths of their executables; CONCLAVE_TURNSERVER, where there is one
 */
export async function prepareBrowsers(node) {
  if (process.platform === 'linux' && !findCommand('ip')) {
    await ensureSystemPackages("for the browser tests' network", ['iproute2']);
  }
  if (isDebian() && !findCommand('turnserver')) {
    // One test is left out without it.
    await ensureSystemPackages('to test media through TURN', ['coturn'], ['coturn']).catch(() => false);
  }
  let found = await findBrowsers(node);
  if (found.missing.length > 0 && isDebian()) {
    const packages = found.missing.map((name) => browsers[name].debianPackage);
    await ensureSystemPackages('to test in', packages);
    found = await findBrowsers(node);
  }
  // Only Chromium: the Firefox that Playwright downloads is changed for it, and we test in the one that people have.
  if (found.missing.includes('chromium') && (await isReachable('https://cdn.playwright.dev'))) {
    await step('Downloading Chromium for Playwright', (progress) =>
      run('Downloading Chromium', node, [playwright, 'install', 'chromium'], {
        cwd: inProject(),
        onLine: (line) => progress(`(${line.slice(-60)})`),
      }),
    );
    found = await findBrowsers(node);
  }
  if (found.missing.length > 0) throw new SetupFailure(whatToInstall(found.missing));
  const turnServer = findCommand('turnserver');
  return turnServer === undefined ? found.env : { ...found.env, CONCLAVE_TURNSERVER: turnServer };
}

/** @param {string} node */
async function findBrowsers(node) {
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  /** @type {BrowserName[]} */
  const missing = [];
  for (const name of /** @type {BrowserName[]} */ (Object.keys(browsers))) {
    const path = (await findInstalled(name)) ?? (name === 'chromium' ? await findDownloaded(node) : undefined);
    if (path) env[browsers[name].variable] = path;
    else missing.push(name);
  }
  return { env, missing };
}

/** @param {BrowserName} name */
async function findInstalled(name) {
  const { variable, commands, paths } = browsers[name];
  const given = process.env[variable];
  if (given) {
    if (await starts(given)) return given;
    throw new SetupFailure(`${variable} names ${given}, which does not start.`);
  }
  for (const path of [...commands.map(findCommand), ...paths.filter((file) => existsSync(file))]) {
    if (path && (await starts(path))) return path;
  }
  return undefined;
}

/**
 * Some distributions install a placeholder that only says how to get the real browser.
 * @param {string} path
 */
async function starts(path) {
  const { code, output } = await capture(path, ['--version'], { timeoutMs: 15_000 });
  return code === 0 && /\d+\.\d+/.test(output);
}

/**
 * The Chromium that Playwright has downloaded, if it has.
 * @param {string} node
 */
async function findDownloaded(node) {
  const script = "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))";
  const { code, output } = await capture(node, ['--eval', script], { cwd: inProject() });
  const path = output.trim();
  return code === 0 && existsSync(path) ? path : undefined;
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** @param {BrowserName[]} missing */
function whatToInstall(missing) {
  const list = missing.map((name) => browsers[name]);
  return [
    `The browser tests need ${missing.join(' and ')}, which cannot be found or downloaded here. On Debian:`,
    `  ${aptCommand(list.map(({ debianPackage }) => debianPackage))}`,
    `Or set ${list.map(({ variable }) => variable).join(' and ')} to the executables you have.`,
  ].join('\n');
}
