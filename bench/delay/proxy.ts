import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SerialQueue } from '../../src/base/serial-queue.ts';
import type { DelayReply, DelayRequest } from './process.ts';
import type { TcpTraffic } from './tcp.ts';

/** Added to a media port of a server to get the port of the proxy in front of it. */
export const UDP_PORT_OFFSET = 5000;

/** The delay proxy, in a process of its own so that nothing the bench does disturbs its timers. */
export class DelayProxy {
  readonly #process: ChildProcess;
  readonly #queue = new SerialQueue();

  constructor() {
    this.#process = fork(fileURLToPath(new URL('process.ts', import.meta.url)));
  }

  /** Puts a TCP proxy in front of `targetPort`; returns its port. */
  async forwardTcp(targetPort: number): Promise<number> {
    const reply = await this.#ask({ do: 'forwardTcp', targetPort });
    return 'port' in reply ? reply.port : unexpected(reply);
  }

  /** Puts UDP proxies in front of `count` media ports, each at its port + {@link UDP_PORT_OFFSET}. */
  async forwardUdp(firstPort: number, count: number): Promise<void> {
    await this.#ask({ do: 'forwardUdp', firstPort, count, offset: UDP_PORT_OFFSET });
  }

  /** Sets the round-trip time of everything that is opened from now on. */
  async setRtt(rttMs: number): Promise<void> {
    await this.#ask({ do: 'setRtt', rttMs });
  }

  /** What went through the TCP proxy on `port` since the last call. */
  async takeTraffic(port: number): Promise<TcpTraffic> {
    const reply = await this.#ask({ do: 'takeTraffic', port });
    return 'traffic' in reply ? reply.traffic : unexpected(reply);
  }

  close(): void {
    this.#process.kill();
  }

  #ask(request: DelayRequest): Promise<DelayReply> {
    return this.#queue.run(async () => {
      this.#process.send(request);
      const [reply] = (await once(this.#process, 'message')) as [DelayReply];
      if ('failure' in reply) throw new Error(`The delay proxy failed: ${reply.failure}`);
      return reply;
    });
  }
}

function unexpected(reply: DelayReply): never {
  throw new Error(`The delay proxy gave an unexpected answer: ${JSON.stringify(reply)}`);
}
