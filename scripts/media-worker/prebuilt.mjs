import { existsSync } from 'node:fs';
import { capture } from '../command.mjs';
import { isReachable } from '../internet.mjs';
import { inProject } from '../project.mjs';
import { note, step } from '../step.mjs';
import { serves } from './probe.mjs';

const DOWNLOADED_WITHIN_MS = 180_000;

/**
 * Lets mediasoup download the worker that its project publishes for this system.
 * @param {string} node
 * @returns {Promise<string | undefined>} the binary, inside node_modules; undefined when there is none to be had, which is not an error
 */
export async function downloadPrebuilt(node) {
  const host = process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || 'https://github.com/versatica/mediasoup';
  if (!(await isReachable(host))) {
    note(
      `${new URL(host).host}, which has prebuilt media workers, cannot be reached from here: the worker is built from its sources instead.`,
    );
    return undefined;
  }
  const binary = await step('Downloading the media worker that mediasoup publishes', () => runPostinstall(node));
  const problem = binary ? await serves(node, binary) : 'there is none for this system';
  if (problem)
    note(
      `The prebuilt media worker cannot be used (${problem.split('\n').at(-1)}): it is built from its sources instead.`,
    );
  return problem ? undefined : binary;
}

/**
 * mediasoup's own install script. When the download fails it would go on to a build of its own, which needs much more of the internet
 * than ours: a Python that fails at once ends it there.
 * @param {string} node
 */
async function runPostinstall(node) {
  const cwd = inProject('node_modules/mediasoup');
  await capture(node, ['npm-scripts.mjs', 'postinstall'], {
    cwd,
    env: { ...process.env, PYTHON: 'false' },
    timeoutMs: DOWNLOADED_WITHIN_MS,
  });
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binary = inProject(`node_modules/mediasoup/worker/out/Release/mediasoup-worker${suffix}`);
  return existsSync(binary) ? binary : undefined;
}
