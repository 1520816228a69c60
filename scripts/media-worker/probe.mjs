import { capture, tail } from '../command.mjs';
import { inProject } from '../project.mjs';

/** What the worker answers when it is started by anything but mediasoup. */
const NOT_BY_MEDIASOUP = 41;

/**
 * Whether a worker can be executed at all: a few milliseconds, and it shows a missing library or a wrong architecture.
 * @param {string} binary
 */
export async function executes(binary) {
  const env = { ...process.env };
  delete env.MEDIASOUP_VERSION;
  return (await capture(binary, [], { env, timeoutMs: 5_000 })).code === NOT_BY_MEDIASOUP;
}

/**
 * Whether mediasoup can work with a worker: starts it and opens a transport, which takes messages in both directions and the crypto library.
 * @param {string} node
 * @param {string} binary
 * @returns {Promise<string | undefined>} what went wrong; undefined when all is well
 */
export async function serves(node, binary) {
  const script = `
    const { createWorker } = await import('mediasoup')
    const worker = await createWorker({ workerBin: process.argv[1], logLevel: 'none' })
    const router = await worker.createRouter({ mediaCodecs: [] })
    const transport = await router.createWebRtcTransport({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] })
    if (!transport.dtlsParameters.fingerprints.length) throw new Error('the worker has no DTLS certificate')
    worker.close()`;
  const { code, output } = await capture(node, ['--input-type=module', '--eval', script, binary], {
    cwd: inProject(),
    timeoutMs: 20_000,
  });
  return code === 0 ? undefined : tail(output, 10);
}
