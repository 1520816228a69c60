import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a port of this machine from another address. */
export interface Forwarder {
  /** `host:port` to use instead. */
  readonly host: string;
  /** Cuts every connection and takes none, until {@link mend}. */
  cut(): void;
  /** Lets nothing through and says nothing, as a network that is gone, until {@link mend}. */
  hold(): void;
  mend(): void;
  /** Takes nobody new; who is there may stay to the end, which pages notice less. */
  retire(): void;
  close(): void;
}

/** Passes TCP on `address` to a port on localhost; the server's own HTTP port listens on loopback only. */
export async function openForwarder(address: string, targetPort: number): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'held' = 'open';
  const held = new Set<Socket>();
  const join = (client: Socket) => {
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
  };
  const server = createServer((client) => {
    if (state === 'open') join(client);
    else if (state === 'cut') client.destroy();
    else {
      held.add(client);
      client.on('error', () => client.destroy());
      client.on('close', () => held.delete(client));
    }
  }).listen(0, address);
  await once(server, 'listening');
  return {
    host: `${address}:${(server.address() as AddressInfo).port}`,
    cut: () => {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    hold: () => {
      state = 'held';
      for (const socket of sockets) socket.pause();
    },
    mend: () => {
      state = 'open';
      for (const socket of sockets) socket.resume();
      for (const client of held) join(client);
      held.clear();
    },
    retire: () => server.close(),
    close: () => {
      server.close();
      for (const socket of [...sockets, ...held]) socket.destroy();
    },
  };
}
