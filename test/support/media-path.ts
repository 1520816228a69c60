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
  /** Lets nothing through, until {@link mend}. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** Whether so many bits more fit through a line of that width, which can take a fifth of a second's worth at once. */
function fits(bucket: { bits: number; at: number }, bits: number, bitsPerSecond: number | undefined): boolean {
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
  const flows = new Map<number, Socket>();
  let broken = false;
  let throttled: number | undefined;
  const { port } = front.address();
  front.on('message', (packet, from) => {
    if (broken) return;
    let flow = flows.get(from.port);
    if (flow === undefined) {
      flow = createSocket('udp4');
      // The server tells clients how it sees them, and Firefox does not want to be seen on a loopback address.
      flow.bind(0, address);
      flows.set(from.port, flow);
      const bucket = { bits: 0, at: performance.now() };
      flow.on('message', (answer) => {
        if (!broken && fits(bucket, 8 * answer.length, throttled)) front.send(answer, from.port, from.address);
      });
    }
    flow.send(packet, port, HIDDEN_IP);
  });
  return {
    env: {
      CONCLAVE_MEDIA_IPS: `${HIDDEN_IP}=${address}`,
      CONCLAVE_MEDIA_PORTS: `${port}-${port}`,
      CONCLAVE_MEDIA_WORKERS: '1',
    },
    throttle: (bitsPerSecond) => {
      throttled = bitsPerSecond;
    },
    cut: () => {
      broken = true;
    },
    mend: () => {
      broken = false;
    },
    close: () => {
      for (const flow of flows.values()) flow.close();
      front.close();
    },
  };
}
