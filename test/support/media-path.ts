import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Where the server is behind the way; Firefox does not like to be seen from a loopback address. */
const HIDDEN_IP = process.env.CONCLAVE_TEST_HIDDEN_IP ?? '127.0.0.1';

/** A way for media that can be cut: UDP on the tests' media address, passed on to the same port of an address no browser knows. */
export interface MediaPath {
  /** Settings of a server whose media takes this way. */
  readonly env: Record<string, string>;
  /** Lets nothing through, until {@link mend}. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** Opens the way; it is one port wide, so the server has one media worker. */
export async function openMediaPath(): Promise<MediaPath> {
  const address = process.env.CONCLAVE_TEST_MEDIA_IP ?? '127.0.0.2';
  const front = createSocket('udp4');
  const flows = new Map<number, Socket>();
  let broken = false;
  front.bind(0, address);
  await once(front, 'listening');
  const { port } = front.address();
  front.on('message', (packet, from) => {
    if (broken) return;
    let flow = flows.get(from.port);
    if (flow === undefined) {
      flow = createSocket('udp4');
      flow.bind(0, HIDDEN_IP);
      flows.set(from.port, flow);
      flow.on('message', (answer) => {
        if (!broken) front.send(answer, from.port, from.address);
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
