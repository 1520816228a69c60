import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContextOptions } from 'node:tls';
import { HostError, PortError } from './port-error.ts';

/** Certificate chain and private key, as PEM. */
interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** How the ports are opened; 0 = any free port. */
export interface ListenerOptions {
  /** Where HTTP is served beside the loopback addresses. */
  readonly httpHost?: string | undefined;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly certificate: KeyPair;
}

/** How often a port that is free on every address of HTTP is looked for. */
const ATTEMPTS = 10;

/** Each address HTTP is served on needs a socket of its own; those that stand for all addresses leave no room for others. */
const LOOPBACK = ['127.0.0.1', '::1'];
const ALL_IPV4 = '0.0.0.0';
const ALL = '::';

/** The two doors: HTTP on both loopback addresses (and one more), HTTPS on all interfaces. Until {@link serve} every request is answered 503. */
export class Listeners {
  readonly http: Server;
  readonly https: SecureServer;
  /** HTTP's further addresses. */
  readonly #others: SocketServer[] = [];
  readonly #sockets = new Set<Socket>();
  #onRequest: RequestListener = (_request, response) => {
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"status":"starting"}');
  };
  #closed: Promise<void> | undefined;

  constructor({ certificate }: Pick<ListenerOptions, 'certificate'>) {
    const onRequest: RequestListener = (request, response) => this.#onRequest(request, response);
    this.http = createServer(onRequest);
    this.https = createSecureServer(toTlsOptions(certificate), onRequest);
    for (const server of [this.http, this.https]) {
      server.on('connection', (socket) => this.#track(socket));
      server.on('clientError', refuseMalformed);
    }
  }

  get httpPort(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get httpsPort(): number {
    return (this.https.address() as AddressInfo).port;
  }

  /** Opens the ports; throws a {@link PortError} or {@link HostError}. */
  async open({ httpHost, httpPort, httpsPort }: Omit<ListenerOptions, 'certificate'>): Promise<void> {
    await this.#openHttp(toHttpHosts(httpHost), httpPort).catch((error) => {
      throw error instanceof HostError ? error : new PortError('http', httpPort, error);
    });
    await listen(this.https, { port: httpsPort }).catch((error) => {
      throw new PortError('https', httpsPort, error);
    });
  }

  /** Hands requests to the app from now on. */
  serve(onRequest: RequestListener): void {
    this.#onRequest = onRequest;
  }

  /** Shows another certificate from the next connection on; running ones stay. Throws when TLS cannot use it, and keeps the old one. */
  renew(certificate: KeyPair): void {
    this.https.setSecureContext(toTlsOptions(certificate));
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

  /** Opens the same port on each host; with port 0 another one is tried when a host has it in use. */
  async #openHttp([first = '127.0.0.1', ...others]: readonly string[], port: number): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await listen(this.http, { host: first, port });
      try {
        for (const host of others) await this.#openBeside(host);
        return;
      } catch (error) {
        await Promise.all([this.http, ...this.#others.splice(0)].map(closeServer));
        const { code } = error as NodeJS.ErrnoException;
        if (port !== 0 || attempt === ATTEMPTS || code !== 'EADDRINUSE') throw error;
      }
    }
  }

  /** One HTTP server for all addresses: `localhost` is either of two. */
  async #openBeside(host: string): Promise<void> {
    const server = createSocketServer((socket) => this.http.emit('connection', socket));
    try {
      await listen(server, { host, port: this.httpPort });
      this.#others.push(server);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') throw error;
      // A machine without IPv6 has one loopback address.
      if (!LOOPBACK.includes(host)) throw new HostError(error);
    }
  }

  async #close(graceMs: number): Promise<void> {
    const servers = [this.http, this.https];
    const closing = Promise.all([...servers, ...this.#others].map(closeServer));
    for (const server of servers) server.closeIdleConnections();
    const cut = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, graceMs);
    await closing;
    clearTimeout(cut);
  }
}

function toTlsOptions({ cert, key }: KeyPair): SecureContextOptions {
  return { cert, key, minVersion: 'TLSv1.2' };
}

function toHttpHosts(host: string | undefined): readonly string[] {
  if (host === undefined || LOOPBACK.includes(host)) return LOOPBACK;
  if (host === ALL) return [ALL];
  return host === ALL_IPV4 ? [ALL_IPV4, '::1'] : [...LOOPBACK, host];
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

/** What of HTTP itself is wrong -> status and words; anything else is 400. */
const MALFORMED: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The header of the request is too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come in time.'],
};

/** Answers what never becomes a request in the form of every other refusal; Node's own answer has no body, which some SDKs cannot take. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = MALFORMED[error.code ?? ''] ?? ['400 Bad Request', 'The request is not well-formed HTTP.'];
  const body = JSON.stringify({ code: -1, message, description: message });
  const headers = [`content-length: ${Buffer.byteLength(body)}`, 'content-type: application/json', 'connection: close'];
  socket.end([`HTTP/1.1 ${status}`, ...headers, '', body].join('\r\n'));
}
