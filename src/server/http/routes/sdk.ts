import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../../errors.ts';
import { createSdkFileReader, type SdkFile, sendSdkFile } from '../sdk-file.ts';

/** File endings and their types. */
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  map: 'application/json; charset=utf-8',
  wasm: 'application/wasm',
  tflite: 'application/octet-stream',
};

/** What a worker made of such a file may do: WebAssembly, and load what stands beside it. */
const FILTER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** Name under `/v2/js/` -> file of the build, beside those of the filters. The drop-in's name gives the same script. */
const FILES: Readonly<Record<string, string>> = {
  'opentok.min.js': 'client/conclave.min.js',
  'conclave.min.js': 'client/conclave.min.js',
  'conclave.min.js.map': 'client/conclave.min.js.map',
  'conclave.mjs': 'client/conclave.mjs',
  'conclave.mjs.map': 'client/conclave.mjs.map',
  'diagnostics.mjs': 'client/diagnostics.mjs',
};

type Reader = ReturnType<typeof createSdkFileReader>;

/** `GET /v2/js/...`: the SDK, for pages of any origin. `folder` is where the build puts it. */
export function registerSdk(app: FastifyInstance, deps: { folder: string }): void {
  for (const [name, file] of Object.entries(FILES)) {
    const type = typeOf(name) ?? '';
    const read = createSdkFileReader(join(deps.folder, file));
    app.get(`/v2/js/${name}`, async (request, reply) => answer(request, reply.type(type), await read()));
  }
  registerFilters(app, join(deps.folder, 'filters'));
}

/** What the build put into the folder of the filters, and nothing else; loaded when a page asks for the first one. */
function registerFilters(app: FastifyInstance, folder: string): void {
  const readers = new Map<string, Reader>();
  app.get<{ Params: { name: string } }>('/v2/js/filters/:name', async (request, reply) => {
    const { name } = request.params;
    const built = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
    if (built === undefined) return answer(request, reply, undefined);
    const type = typeOf(name);
    // Only a name that the folder itself has becomes a path: none leads out of it.
    const found = built.some((entry) => entry.isFile() && entry.name === name);
    if (type === undefined || !found) throw notFound('The filters have no file of this name.');
    const read = readers.get(name) ?? createSdkFileReader(join(folder, name));
    readers.set(name, read);
    return answer(request, reply.type(type).header('content-security-policy', FILTER_POLICY), await read());
  });
}

function typeOf(name: string): string | undefined {
  return TYPES[name.split('.').at(-1) ?? ''];
}

function answer(request: FastifyRequest, reply: FastifyReply, file: SdkFile | undefined): FastifyReply {
  reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
  if (file !== undefined) return sendSdkFile(request, reply, file);
  const message = 'The SDK has not been built on this server: run `npm run build`.';
  return reply.code(503).type('application/json').send({ code: -1, message, description: message });
}
