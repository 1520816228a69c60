import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net';
import { PortError } from './port-error.ts';

/** How the ports are opened; 0 = any free port. */
export interface ListenerOptions {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly certificate: { readonly cert: string; readonly key: string };
}

/** How often a free port for both loopback addresses is looked for. */
const ATTEMPTS = 10;

/** The two doors: HTTP on both loopback addresses, HTTPS on all interfaces. Until {@link serve} every request is answered 503. */
export class Listeners {
  readonly http: Server;
  readonly https: Server;
  readonly #loopback6: SocketServer;
  readonly #sockets = new Set<Socket>();
  #onRequest: RequestListener = (_request, response) => {
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"status":"starting"}');
  };
  #closed: Promise<void> | undefined;

  constructor({ certificate }: Pick<ListenerOptions, 'certificate'>) {
    const onRequest: RequestListener = (request, response) => this.#onRequest(request, response);
    this.http = createServer(onRequest);
    this.https = createSecureServer({ ...certificate, minVersion: 'TLSv1.2' }, onRequest);
    // One HTTP server for both loopback addresses: `localhost` is either.
    this.#loopback6 = createSocketServer((socket) => this.http.emit('connection', socket));
    for (const server of [this.http, this.https]) server.on('connection', (socket) => this.#track(socket));
  }

  get httpPort(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get httpsPort(): number {
    return (this.https.address() as AddressInfo).port;
  }

  /** Opens the ports; throws a {@link PortError}. */
  async open({ httpPort, httpsPort }: Omit<ListenerOptions, 'certificate'>): Promise<void> {
    await this.#openLoopback(httpPort).catch((error) => {
      throw new PortError('http', httpPort, error);
    });
    await listen(this.https, { port: httpsPort }).catch((error) => {
      throw new PortError('https', httpsPort, error);
    });
  }

  /** Hands requests to the app from now on. */
  serve(onRequest: RequestListener): void {
    this.#onRequest = onRequest;
  }

  /** Stops listening, lets running requests end for `graceMs`, then cuts what is left. Idempotent. */
  close(graceMs: number): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  /** The server itself forgets connections that have become WebSockets. */
  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async #openLoopback(port: number): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await listen(this.http, { host: '127.0.0.1', port });
      try {
        await listen(this.#loopback6, { host: '::1', port: this.httpPort });
        return;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // A machine without IPv6 has one loopback address.
        if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return;
        await closeServer(this.http);
        if (port !== 0 || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #close(graceMs: number): Promise<void> {
    const servers = [this.http, this.https];
    const closing = Promise.all([...servers, this.#loopback6].map(closeServer));
    for (const server of servers) server.closeIdleConnections();
    const cut = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, graceMs);
    await closing;
    clearTimeout(cut);
  }
}

function listen(server: SocketServer, options: { host?: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: SocketServer): Promise<void> {
  return new Promise((resolve) => {
    // The only error is that it was not listening.
    server.close(() => resolve());
  });
}
