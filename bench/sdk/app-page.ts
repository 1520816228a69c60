import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The page of an app on its own host: it loads the SDK from the server, whose port it is told in the query. */
export interface AppPage {
  readonly url: (tcpPort: number) => string;
  close(): void;
}

/** Starts the app's web server on a free port of 127.0.0.1. */
export async function startAppPage(): Promise<AppPage> {
  const server = createServer((request, response) => {
    const port = Number(new URL(request.url ?? '/', 'http://app').searchParams.get('server'));
    response
      .setHeader('content-type', 'text/html')
      .end(
        `<!doctype html><link rel="icon" href="data:,"><body><script src="http://127.0.0.1:${port}/v2/js/opentok.min.js"></script>`,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: (tcpPort) => `http://127.0.0.1:${port}/?server=${tcpPort}`, close: () => server.close() };
}
