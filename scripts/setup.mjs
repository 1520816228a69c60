import { installDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { prepareMediaWorker } from './media-worker.mjs';
import { inProject } from './project.mjs';
import { environmentOf, findRuntime } from './runtime.mjs';
import { buildSdk } from './sdk.mjs';

const lock = inProject('.conclave/setup.lock');

/**
 * What every command needs: a Node that runs TypeScript, and the packages.
 * @returns {Promise<string>} full path of that Node
 */
export async function prepareTools() {
  return withLock(lock, async () => {
    const node = await findRuntime();
    await installDependencies(node);
    return node;
  });
}

/**
 * What a running server needs besides: the built SDK, which it serves, and the media worker.
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to run it with, and its environment
 */
export async function prepareServer() {
  const node = await prepareTools();
  return withLock(lock, async () => {
    await buildSdk(node);
    const worker = await prepareMediaWorker(node);
    return { node, env: { ...environmentOf(node), MEDIASOUP_WORKER_BIN: worker } };
  });
}
