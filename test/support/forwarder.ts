import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a port of this machine from another address. */
export interface Forwarder {
  /** `host:port` to use instead. */
  readonly host: string;
  /** Cuts every connection and takes none, until {@link mend}. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** Passes TCP on `address` to a port on localhost; the server's own HTTP port listens on loopback only. */
export async function openForwarder(address: string, targetPort: number): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  let broken = false;
  const server = createServer((client) => {
    if (broken) {
      client.destroy();
      return;
    }
    const target = connect(targetPort, 'localhost');
    client.pipe(target).pipe(client);
    for (const socket of [client, target]) {
      sockets.add(socket);
      // A page that goes away cuts its connections; the other half follows.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
  }).listen(0, address);
  await once(server, 'listening');
  return {
    host: `${address}:${(server.address() as AddressInfo).port}`,
    cut: () => {
      broken = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      broken = false;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
