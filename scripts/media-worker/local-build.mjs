import { mkdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { findCommand, run } from '../command.mjs';
import { SetupFailure } from '../failure.mjs';
import { inProject } from '../project.mjs';
import { step } from '../step.mjs';
import { aptCommand, ensureSystemPackages } from '../system-packages.mjs';
import { copyWorkerSource } from './source.mjs';

const packages = [
  'cmake',
  'ninja-build',
  'g++',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
  'libabsl-dev',
];

/** The largest source files take about this much memory to compile. */
const MEMORY_PER_JOB = 1024 ** 3;

/**
 * Builds the media worker from the sources in node_modules, against the system's libraries. Takes some minutes on all cores.
 * @param {string} folder for everything the build makes; the caller removes it
 * @returns {Promise<string>} the binary, inside that folder
 */
export async function buildWorker(folder) {
  const complete = await ensureSystemPackages('to build the media worker', packages);
  if (!complete && !['cmake', 'ninja', 'flatc'].every(findCommand)) throw new SetupFailure(whatToInstall());
  const source = join(folder, 'source');
  const output = join(folder, 'output');
  mkdirSync(folder, { recursive: true });
  copyWorkerSource(source);
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / MEMORY_PER_JOB)));
  await step('Building the media worker (once per machine; about three minutes on two cores)', async (progress) => {
    const recipe = inProject('scripts/media-worker/native');
    try {
      await run('Preparing the build', 'cmake', [
        '-G',
        'Ninja',
        '-S',
        recipe,
        '-B',
        output,
        `-DWORKER_SOURCE=${source}`,
      ]);
    } catch (error) {
      throw complete ? error : new SetupFailure(`${whatToInstall()}\n\n${/** @type {Error} */ (error).message}`);
    }
    await run('Building the media worker', 'ninja', ['-C', output, '-j', String(jobs)], {
      env: { ...process.env, NINJA_STATUS: '[%f/%t] ' },
      onLine: (line) => {
        const done = line.match(/^\[\d+\/\d+\]/);
        if (done) progress(done[0]);
      },
    });
  });
  return join(output, 'mediasoup-worker');
}

function whatToInstall() {
  return [
    'The media worker has to be built from its sources, and something that takes is missing: cmake, ninja, a C++20 compiler, flatc, and the',
    'development files of libuv, OpenSSL 3, libsrtp 2, flatbuffers and abseil. On Debian or Ubuntu:',
    `  ${aptCommand(packages)}`,
    'Or set MEDIASOUP_WORKER_BIN to a mediasoup worker that you have.',
  ].join('\n');
}
