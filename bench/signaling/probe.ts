import { readFileSync } from 'node:fs';
import { startServer, type TestServer } from '../../test/support/server.ts';
import { findWorkers } from '../../test/support/workers.ts';

/** Ticks of the processor times in /proc, in milliseconds; the kernel's USER_HZ is 100 on every machine Node runs on. */
const TICK_MS = 10;

/** Processor time used so far, in milliseconds. */
export interface CpuTimes {
  /** The server's process, all of its threads, to a microsecond. */
  readonly serverMs: number;
  /** The media worker's, to 10 ms. */
  readonly workerMs: number;
}

/** Memory in use, in bytes. */
export interface MemoryUse {
  /** JavaScript objects of the server that are reachable. */
  readonly heap: number;
  readonly serverResident: number;
  readonly workerResident: number;
}

/** Looks into a server's process through its debugger, which costs the server nothing while it is not asked. */
export class Probe {
  readonly server: TestServer;
  readonly #socket: WebSocket;
  readonly #workerPid: number;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #asked = 0;

  constructor(server: TestServer, socket: WebSocket, workerPid: number) {
    this.server = server;
    this.#socket = socket;
    this.#workerPid = workerPid;
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (id === undefined) return;
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
  }

  /** Reads the processor times. */
  async cpu(): Promise<CpuTimes> {
    const { user, system } = await this.#evaluate<{ user: number; system: number }>('process.cpuUsage()');
    // The name in brackets may hold spaces; utime and stime are the 12th and 13th field after it.
    const fields = readFileSync(`/proc/${this.#workerPid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return { serverMs: (user + system) / 1000, workerMs: TICK_MS * (Number(fields[11]) + Number(fields[12])) };
  }

  /** Reads the memory in use, after a full garbage collection. */
  async memory(): Promise<MemoryUse> {
    await this.#ask('HeapProfiler.collectGarbage');
    const { heapUsed, rss } = await this.#evaluate<{ heapUsed: number; rss: number }>('process.memoryUsage()');
    const pages = readFileSync(`/proc/${this.#workerPid}/status`, 'utf8');
    const workerKilobytes = Number(/VmRSS:\s+(\d+) kB/.exec(pages)?.[1]);
    return { heap: heapUsed, serverResident: rss, workerResident: workerKilobytes * 1024 };
  }

  /** Ends the server. */
  async close(): Promise<void> {
    this.#socket.close();
    await this.server.close();
  }

  async #evaluate<Value>(expression: string): Promise<Value> {
    const { result } = (await this.#ask('Runtime.evaluate', { expression, returnByValue: true })) as {
      result: { value: Value };
    };
    return result.value;
  }

  #ask(method: string, params: object = {}): Promise<unknown> {
    this.#asked += 1;
    const id = this.#asked;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}

/**
 * Starts the real server as operators run it, with one media worker on the loopback address and its debugger on a free port.
 * With `profileFolder` it writes a .cpuprofile file there when it ends, which browsers' developer tools show.
 */
export async function openProbe(profileFolder?: string): Promise<Probe> {
  const profile = profileFolder === undefined ? '' : ` --cpu-prof --cpu-prof-dir=${profileFolder}`;
  const server = await startServer({
    env: {
      NODE_OPTIONS: `--inspect=127.0.0.1:0${profile}`,
      CONCLAVE_MEDIA_IPS: '127.0.0.1',
      CONCLAVE_LOG_LEVEL: 'info',
      CONCLAVE_DEMO: 'off',
    },
  });
  const [address] = /ws:\/\/127\.0\.0\.1:\S+/.exec(server.stderr()) ?? [];
  const [workerPid] = findWorkers(server.child.pid ?? 0);
  if (address === undefined || workerPid === undefined) {
    await server.close();
    throw new Error('The server has no debugger or no media worker.');
  }
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('The debugger of the server cannot be reached.')));
  });
  return new Probe(server, socket, workerPid);
}
