import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { median } from '../statistics.ts';
import { type DelayProxy, UDP_PORT_OFFSET } from './proxy.ts';

/** What the proxy really does at one round-trip time, in milliseconds. */
export interface Calibration {
  readonly rttMs: number;
  /** A new TCP connection with one question and answer: two round trips. */
  readonly newConnectionMs: number;
  /** A question and answer on an open TCP connection: one round trip. */
  readonly openConnectionMs: number;
  /** One packet there and back: one round trip. */
  readonly udpMs: number;
}

const REPEATS = 5;

/** Measures the proxy with echo servers behind it; the UDP one is on `udpPort`. */
export async function calibrate(proxy: DelayProxy, rttsMs: readonly number[], udpPort: number): Promise<Calibration[]> {
  const tcpEcho = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(tcpEcho, 'listening');
  const udpEcho = createSocket('udp4').bind(udpPort, '127.0.0.1');
  udpEcho.on('message', (packet, { port, address }) => udpEcho.send(packet, port, address));
  await proxy.forwardUdp(udpPort, 1);
  const tcpPort = await proxy.forwardTcp((tcpEcho.address() as AddressInfo).port);
  const results: Calibration[] = [];
  for (const rttMs of rttsMs) {
    await proxy.setRtt(rttMs);
    results.push({ rttMs, ...(await measureTcp(tcpPort)), udpMs: await measureUdp(udpPort + UDP_PORT_OFFSET) });
  }
  tcpEcho.close();
  udpEcho.close();
  return results;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function measureTcp(port: number): Promise<{ newConnectionMs: number; openConnectionMs: number }> {
  const fresh: number[] = [];
  const open: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    let socket!: Socket;
    const ask = (): Promise<unknown> => {
      socket.write('?');
      return once(socket, 'data');
    };
    fresh.push(
      await time(() => {
        socket = connect({ port, host: '127.0.0.1', noDelay: true });
        return ask();
      }),
    );
    open.push(await time(ask));
    socket.destroy();
  }
  return { newConnectionMs: median(fresh), openConnectionMs: median(open) };
}

async function measureUdp(port: number): Promise<number> {
  const socket = createSocket('udp4');
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    times.push(
      await time(() => {
        socket.send('?', port, '127.0.0.1');
        return once(socket, 'message');
      }),
    );
  }
  socket.close();
  return median(times);
}
