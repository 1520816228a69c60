import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../dist/client/', import.meta.url));
const scripts = ['e2ee.mjs', 'e2ee-worker.js'];

/** A worker of the tests' own: it tells of every frame, and lets none through. */
const tap = `onrtctransform = async ({ transformer }) => {
  const reader = transformer.readable.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    postMessage({ mimeType: value.getMetadata().mimeType, data: [...new Uint8Array(value.data)] });
  }
};`;

/** A web server with a blank page, and with the scripts of end-to-end encryption for pages of any origin. */
export interface EncryptedSite {
  readonly origin: string;
  close(): Promise<void>;
}

/** What the page allows: scripts and workers from `sdkOrigin`, and Trusted Types of our policy only. */
function toPolicy(origin: string, sdkOrigin: string): string {
  const worker = origin === sdkOrigin ? "'self'" : 'blob:';
  return [
    "default-src 'none'",
    `script-src 'self' ${sdkOrigin}`,
    `worker-src ${worker}`,
    "require-trusted-types-for 'script'",
    'trusted-types conclave tap',
  ].join('; ');
}

/** Opens the site; `/?sdk=<origin>` is a page that may load the scripts from there. */
export async function openSite(): Promise<EncryptedSite> {
  const server: Server = createServer(async ({ url = '/' }, response) => {
    const { origin, pathname, searchParams } = new URL(url, toOrigin(server));
    const name = scripts.find((script) => pathname === `/${script}`);
    if (name !== undefined || pathname === '/tap.js') {
      const headers = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' };
      response.writeHead(200, headers).end(name === undefined ? tap : await readFile(`${built}${name}`));
      return;
    }
    const policy = toPolicy(origin, searchParams.get('sdk') ?? origin);
    response
      .writeHead(pathname === '/' ? 200 : 204, { 'content-type': 'text/html', 'content-security-policy': policy })
      .end(pathname === '/' ? '<!doctype html><title>test</title><video autoplay></video>' : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: toOrigin(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function toOrigin(server: Server): string {
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
