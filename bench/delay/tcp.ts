import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { DelayPipe } from './pipe.ts';

/** What went through a proxy since it was last asked. */
export interface TcpTraffic {
  readonly connections: number;
  /** Bytes from the browser, towards the server. */
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** Forwards TCP to a server on 127.0.0.1 with half a round trip of delay each way; a new connection is charged one round trip first. */
export class TcpDelayProxy {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #rttMs: () => number;
  readonly #sockets = new Set<Socket>();
  #traffic = { connections: 0, bytesUp: 0, bytesDown: 0 };

  constructor(targetPort: number, rttMs: () => number) {
    this.#targetPort = targetPort;
    this.#rttMs = rttMs;
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => this.#forward(client));
  }

  /** Starts listening on a free port of 127.0.0.1 and returns it. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** What went through since the last call. */
  takeTraffic(): TcpTraffic {
    const traffic = this.#traffic;
    this.#traffic = { connections: 0, bytesUp: 0, bytesDown: 0 };
    return traffic;
  }

  /** Cuts every connection and stops listening. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #forward(client: Socket): void {
    const rttMs = this.#rttMs();
    const establishedAt = performance.now() + rttMs;
    const target = connect({ port: this.#targetPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const up = new DelayPipe();
    const down = new DelayPipe();
    this.#traffic.connections += 1;
    client.on('data', (bytes) => {
      this.#traffic.bytesUp += bytes.length;
      // The browser believes that it is connected at once; over a real distance its first byte leaves one round trip later.
      const setUpMs = Math.max(0, establishedAt - performance.now());
      up.put(setUpMs + rttMs / 2, () => target.write(bytes));
    });
    target.on('data', (bytes) => {
      this.#traffic.bytesDown += bytes.length;
      down.put(rttMs / 2, () => client.write(bytes));
    });
    client.on('end', () => up.put(rttMs / 2, () => target.end()));
    target.on('end', () => down.put(rttMs / 2, () => client.end()));
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', (failed) => {
        this.#sockets.delete(socket);
        if (failed) other.destroy();
      });
    }
  }
}
