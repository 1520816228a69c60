import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One file of the SDK, ready to be sent in each encoding. */
export interface SdkFile {
  /** Strong validator of the uncompressed bytes, without quotes. */
  readonly tag: string;
  readonly bodies: Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>;
}

/** Five minutes without a question, then one that is answered with 304 until the next build. */
const CACHE_CONTROL = 'public, max-age=300';

/** Near the best size, at a tenth of the time the best takes. */
const BROTLI_QUALITY = 9;

/** Reads a file that may be built again while the server runs: compressed once for each build. Undefined when it is missing. */
export function createSdkFileReader(path: string): () => Promise<SdkFile | undefined> {
  let version = '';
  let file: Promise<SdkFile> | undefined;
  return async () => {
    const stats = await stat(path).catch(() => undefined);
    if (stats === undefined) return undefined;
    const found = `${stats.mtimeMs}-${stats.size}`;
    if (file === undefined || found !== version) {
      version = found;
      file = readSdkFile(path);
    }
    return file;
  };
}

async function readSdkFile(path: string): Promise<SdkFile> {
  const identity = await readFile(path);
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
    promisify(gzip)(identity, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  const tag = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return { tag, bodies: { br, gzip: gzipped, identity } };
}

/** Sends a file in the best encoding the browser takes, or word that it has it already. */
export function sendSdkFile(request: FastifyRequest, reply: FastifyReply, file: SdkFile): FastifyReply {
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
