import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createSdkFileReader, type SdkFile } from '../sdk-file.ts';

const SCRIPT = 'text/javascript; charset=utf-8';
const MAP = 'application/json; charset=utf-8';

/** Name under `/v2/js/` -> file of the build and its type. The drop-in's name gives the same script. */
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  'opentok.min.js': ['conclave.min.js', SCRIPT],
  'conclave.min.js': ['conclave.min.js', SCRIPT],
  'conclave.min.js.map': ['conclave.min.js.map', MAP],
  'conclave.mjs': ['conclave.mjs', SCRIPT],
  'conclave.mjs.map': ['conclave.mjs.map', MAP],
};

/** Five minutes without a question, then one that is answered with 304 until the next build. */
const CACHE_CONTROL = 'public, max-age=300';

/** `GET /v2/js/...`: the SDK, for pages of any origin. `folder` is where the build puts it. */
export function registerSdk(app: FastifyInstance, deps: { folder: string }): void {
  for (const [name, [file, type]] of Object.entries(FILES)) {
    const read = createSdkFileReader(join(deps.folder, file));
    app.get(`/v2/js/${name}`, async (request, reply) => {
      const found = await read();
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
