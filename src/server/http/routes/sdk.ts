import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createSdkFileReader, type SdkFile } from '../sdk-file.ts';

/** File endings and their types. */
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  map: 'application/json; charset=utf-8',
  wasm: 'application/wasm',
  tflite: 'application/octet-stream',
};

/** What the filters are made of; loaded when a page asks for the first one. */
const FILTERS = [
  'filters.mjs',
  'selfie_segmentation_landscape.tflite',
  'tflite-1-0-0.js',
  'tflite-1-0-0.wasm',
  'tflite-simd-1-0-0.js',
  'tflite-simd-1-0-0.wasm',
  'twilio-gaussian-blur-background-processor-pipeline-worker.js',
  'twilio-virtual-background-processor-pipeline-worker.js',
  'rnnoise.wasm',
  'rnnoise_simd.wasm',
  'rnnoise-worklet.js',
];

/** What a worker made of such a file may do: WebAssembly, and load what stands beside it. */
const FILTER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** Name under `/v2/js/` -> file of the build. The drop-in's name gives the same script. */
const FILES: Readonly<Record<string, string>> = {
  'opentok.min.js': 'client/conclave.min.js',
  'conclave.min.js': 'client/conclave.min.js',
  'conclave.min.js.map': 'client/conclave.min.js.map',
  'conclave.mjs': 'client/conclave.mjs',
  'conclave.mjs.map': 'client/conclave.mjs.map',
  'diagnostics.mjs': 'client/diagnostics.mjs',
  ...Object.fromEntries(FILTERS.map((file) => [`filters/${file}`, `filters/${file}`])),
};

/** Five minutes without a question, then one that is answered with 304 until the next build. */
const CACHE_CONTROL = 'public, max-age=300';

/** `GET /v2/js/...`: the SDK, for pages of any origin. `folder` is where the build puts it. */
export function registerSdk(app: FastifyInstance, deps: { folder: string }): void {
  for (const [name, file] of Object.entries(FILES)) {
    const type = TYPES[file.split('.').at(-1) ?? ''] ?? '';
    const read = createSdkFileReader(join(deps.folder, file));
    app.get(`/v2/js/${name}`, async (request, reply) => {
      const found = await read();
      if (name.startsWith('filters/')) reply.header('content-security-policy', FILTER_POLICY);
      reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
      if (found === undefined) {
        const message = 'The SDK has not been built on this server: run `npm run build`.';
        return reply.code(503).send({ code: -1, message, description: message });
      }
      return sendFile(request, reply.type(type), found);
    });
  }
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: SdkFile): FastifyReply {
  const encoding = chooseEncoding(request.headers['accept-encoding']);
  const etag = `"${file.tag}-${encoding}"`;
  reply.header('etag', etag).header('vary', 'accept-encoding').header('cache-control', CACHE_CONTROL);
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(etag)) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(file.bodies[encoding]);
}

function chooseEncoding(accepted = ''): keyof SdkFile['bodies'] {
  const refused = /;\s*q=0(?:\.0*)?$/;
  const offered = accepted
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => !refused.test(entry));
  const has = (encoding: string): boolean => offered.some((entry) => entry.split(';')[0] === encoding);
  return has('br') ? 'br' : has('gzip') ? 'gzip' : 'identity';
}
