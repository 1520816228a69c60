import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Where the server is behind the way. */
const HIDDEN_IP = '127.0.0.1';

/** A way for media that can be cut: UDP on the tests' media address, passed on to the same port on localhost. */
export interface MediaPath {
  /** Settings of a server whose media takes this way. */
  readonly env: Record<string, string>;
  /** Lets so many bits per second through to each client socket, and throws the rest away; undefined: all. */
  throttle(bitsPerSecond: number | undefined): void;
  /** The same for what each client socket sends. */
  throttleUp(bitsPerSecond: number | undefined): void;
  /** Throws away one packet in so many, in each direction. */
  lose(oneIn: number): void;
  /** Lets nothing through, until {@link mend}. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** What a line has let through lately. */
interface Bucket {
  bits: number;
  at: number;
}

/** One client socket, as the server sees it, and its line in each direction. */
interface Flow {
  readonly socket: Socket;
  readonly down: Bucket;
  readonly up: Bucket;
}

/** Whether so many bits more fit through a line of that width, which can take a fifth of a second's worth at once. */
function fits(bucket: Bucket, bits: number, bitsPerSecond: number | undefined): boolean {
  if (bitsPerSecond === undefined) return true;
  const now = performance.now();
  bucket.bits = Math.min(bitsPerSecond / 5, bucket.bits + ((now - bucket.at) / 1_000) * bitsPerSecond);
  bucket.at = now;
  if (bucket.bits < bits) return false;
  bucket.bits -= bits;
  return true;
}

/** A socket on a port that is free behind the way, too. */
async function bindFront(address: string): Promise<Socket> {
  for (;;) {
    const [front, probe] = [createSocket('udp4'), createSocket('udp4')];
    front.bind(0, address);
    await once(front, 'listening');
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.bind(front.address().port, HIDDEN_IP, () => resolve(true));
    });
    probe.close();
    if (free) return front;
    front.close();
  }
}

/** Opens the way; it is one port wide, so the server has one media worker. */
export async function openMediaPath(): Promise<MediaPath> {
  const address = process.env.CONCLAVE_TEST_MEDIA_IP ?? '127.0.0.2';
  const front = await bindFront(address);
  const flows = new Map<number, Flow>();
  let broken = false;
  let oneIn = Number.POSITIVE_INFINITY;
  const passed = { up: 0, down: 0 };
  const passes = (direction: 'up' | 'down'): boolean => {
    passed[direction] += 1;
    return !broken && passed[direction] % oneIn !== 0;
  };
  let [down, up]: (number | undefined)[] = [];
  const { port } = front.address();
  front.on('message', (packet, from) => {
    if (!passes('up')) return;
    let flow = flows.get(from.port);
    if (flow === undefined) {
      const socket = createSocket('udp4');
      const now = performance.now();
      const made = { socket, down: { bits: 0, at: now }, up: { bits: 0, at: now } };
      flow = made;
      // The server tells clients how it sees them, and Firefox does not want to be seen on a loopback address.
      socket.bind(0, address);
      flows.set(from.port, made);
      socket.on('message', (answer) => {
        if (passes('down') && fits(made.down, 8 * answer.length, down)) front.send(answer, from.port, from.address);
      });
    }
    if (fits(flow.up, 8 * packet.length, up)) flow.socket.send(packet, port, HIDDEN_IP);
  });
  return {
    env: {
      CONCLAVE_MEDIA_IPS: `${HIDDEN_IP}=${address}`,
      CONCLAVE_MEDIA_PORTS: `${port}-${port}`,
      CONCLAVE_MEDIA_WORKERS: '1',
    },
    throttle: (bitsPerSecond) => {
      down = bitsPerSecond;
    },
    throttleUp: (bitsPerSecond) => {
      up = bitsPerSecond;
    },
    lose: (share) => {
      oneIn = share;
    },
    cut: () => {
      broken = true;
    },
    mend: () => {
      broken = false;
    },
    close: () => {
      for (const { socket } of flows.values()) socket.close();
      front.close();
    },
  };
}
