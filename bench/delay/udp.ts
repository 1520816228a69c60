import { createSocket, type Socket } from 'node:dgram';
import { DelayPipe } from './pipe.ts';

interface Flow {
  readonly socket: Socket;
  readonly up: DelayPipe;
  readonly down: DelayPipe;
}

/** Forwards UDP between any number of browsers and one port of the server on 127.0.0.1, half a round trip of delay each way. */
export class UdpDelayProxy {
  readonly #socket = createSocket('udp4');
  readonly #flows = new Map<number, Flow>();
  readonly #targetPort: number;
  readonly #rttMs: () => number;

  constructor(targetPort: number, rttMs: () => number) {
    this.#targetPort = targetPort;
    this.#rttMs = rttMs;
    this.#socket.on('message', (packet, from) => {
      const flow = this.#flows.get(from.port) ?? this.#open(from.port);
      flow.up.put(this.#rttMs() / 2, () => flow.socket.send(packet, this.#targetPort, '127.0.0.1'));
    });
  }

  /** Binds `port` of 127.0.0.1. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.once('error', reject).bind(port, '127.0.0.1', resolve);
    });
  }

  /** Forgets the browsers seen so far: a new run starts with fresh sockets. */
  reset(): void {
    for (const flow of this.#flows.values()) {
      flow.up.close();
      flow.down.close();
      flow.socket.close();
    }
    this.#flows.clear();
  }

  close(): void {
    this.reset();
    this.#socket.close();
  }

  /** A socket of its own per browser socket, so that the server sees as many peers as there are. */
  #open(clientPort: number): Flow {
    const flow: Flow = { socket: createSocket('udp4'), up: new DelayPipe(), down: new DelayPipe() };
    flow.socket.on('message', (packet) => {
      flow.down.put(this.#rttMs() / 2, () => this.#socket.send(packet, clientPort, '127.0.0.1'));
    });
    this.#flows.set(clientPort, flow);
    return flow;
  }
}
