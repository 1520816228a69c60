import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from './wait.ts';

/** What a callback brought. */
export interface Told {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body. */
  readonly told: Record<string, unknown> & { readonly event: string; readonly sessionId: string; readonly id: string };
}

/** A back end that takes callbacks, on a loopback port which stays its own while it is down. */
export class Receiver {
  /** Everything it accepted, in order. */
  readonly accepted: Told[] = [];
  /** How often somebody was turned away. */
  refusals = 0;
  /** The status it answers with; 0: none, it hangs up. */
  status = 200;
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        if (this.status === 0) {
          this.refusals += 1;
          request.socket.destroy();
          return;
        }
        if (this.status >= 200 && this.status < 300) {
          this.accepted.push({ path: request.url ?? '', headers: request.headers, text, told: JSON.parse(text) });
        } else this.refusals += 1;
        response.writeHead(this.status).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Nobody answers any more. */
  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve) ?? resolve(undefined));
    this.#server = undefined;
  }

  /** What was told of a session, in order. */
  about(sessionId: string): Told['told'][] {
    return this.accepted.flatMap(({ told }) => (told.sessionId === sessionId ? [told] : []));
  }

  /** Waits until `matches` was told. */
  next(matches: (told: Told['told']) => boolean): Promise<Told> {
    return waitFor(() => this.accepted.find(({ told }) => matches(told)));
  }
}
