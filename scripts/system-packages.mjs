import { existsSync } from 'node:fs';
import { capture, findCommand, tail } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { note, step } from './step.mjs';

/** There only while systemd runs the machine. */
const systemd = '/run/systemd/system';

/**
 * Makes sure that packages of the system are installed: by apt-get where it is there and we may use it. Where we may not, nothing happens here and
 * the caller's own check tells what is missing.
 * @param {string} purpose what they are for, e.g. "to build the media worker"
 * @param {readonly string[]} packages names as in Debian and Ubuntu
 * @param {readonly string[]} services what some of them start by themselves and nobody asked for: ended again where systemd runs
 * @returns {Promise<boolean>} whether they are all there now, as far as apt knows
 */
export async function ensureSystemPackages(purpose, packages, services = []) {
  if (!findCommand('apt-get') || !findCommand('dpkg-query')) return false;
  const missing = await missingPackages(packages);
  if (missing.length === 0) return true;
  const prefix = await rootPrefix();
  if (!prefix) return false;
  await step(`Installing system packages ${purpose}: ${missing.join(' ')}`, async (progress) => {
    /** @param {string[]} args */
    const apt = (args) => {
      const [command = '', ...rest] = [...prefix, 'apt-get', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args];
      return capture(command, rest, { onLine: (line) => progress(`(${line.slice(0, 60)})`) });
    };
    const install = ['install', '--no-install-recommends', ...missing];
    // The list of packages may be missing (fresh container) or old: refresh it only when the first attempt shows it.
    let result = await apt(install);
    if (result.code !== 0) {
      await apt(['update']);
      result = await apt(install);
    }
    if (result.code !== 0)
      throw new SetupFailure(`apt-get could not install ${missing.join(' ')}:\n${tail(result.output, 10)}`);
    if (services.length > 0 && existsSync(systemd)) {
      const [command = '', ...rest] = [...prefix, 'systemctl', 'disable', '--now', ...services];
      await capture(command, rest);
    }
  });
  return true;
}

/**
 * The command that installs packages, for a message.
 * @param {readonly string[]} packages
 */
export function aptCommand(packages) {
  return `sudo apt-get install ${packages.join(' ')}`;
}

/** @param {readonly string[]} packages */
async function missingPackages(packages) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const { output } = await capture('dpkg-query', ['-W', '-f=${db:Status-Status} ${Package}\\n', ...packages]);
  const installed = new Set(
    output.split('\n').flatMap((line) => (line.startsWith('installed ') ? [line.slice('installed '.length)] : [])),
  );
  return packages.filter((name) => !installed.has(name));
}

/** How to become root without asking for a password: nothing to do, sudo, or undefined. */
async function rootPrefix() {
  // Nobody is at the keyboard to answer a package's questions.
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  if (process.getuid?.() === 0) return quiet;
  if (findCommand('sudo') && (await capture('sudo', ['-n', 'true'])).code === 0) return ['sudo', '-n', ...quiet];
  note('Some system packages are missing and sudo would ask for a password, so they are not installed from here.');
  return undefined;
}
