import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A TURN server (coturn) on the tests' media address. */
export interface TurnServer {
  /** What a client needs to use it, as in `iceConfig.customServers`. */
  readonly ice: { urls: string; username: string; credential: string };
  close(): void;
}

/** Whether there is one to start: the set-up of the tests installs it where it can. */
export const hasTurnServer = process.env.CONCLAVE_TURNSERVER !== undefined;

const [USERNAME, CREDENTIAL] = ['guest', 'correct-horse'];

async function findFreePort(address: string): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** A STUN binding request (RFC 8489) without attributes. */
const BINDING_REQUEST = Buffer.from('000100002112a442000102030405060708090a0b', 'hex');
const ASK_EVERY_MS = 50;

/** Resolves when somebody answers binding requests there. */
async function answers(address: string, port: number): Promise<void> {
  const socket = createSocket('udp4');
  const timer = setInterval(() => socket.send(BINDING_REQUEST, port, address), ASK_EVERY_MS);
  // Before it listens the system may say that nobody does.
  socket.on('error', () => undefined);
  await once(socket, 'message');
  clearInterval(timer);
  socket.close();
}

/** Starts it; resolves when it listens. */
export async function startTurnServer(): Promise<TurnServer> {
  const address = process.env.CONCLAVE_TEST_MEDIA_IP ?? '127.0.0.1';
  const port = await findFreePort(address);
  const folder = mkdtempSync(join(tmpdir(), 'conclave-turn-'));
  const child = spawn(
    process.env.CONCLAVE_TURNSERVER ?? 'turnserver',
    [
      ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--no-tcp-relay', '--log-file=stdout', '--simple-log'],
      ...[`--listening-ip=${address}`, `--relay-ip=${address}`, `--listening-port=${port}`],
      ...['--lt-cred-mech', '--realm=conclave.test', `--user=${USERNAME}:${CREDENTIAL}`, '--fingerprint'],
      ...[`--pidfile=${join(folder, 'pid')}`, `--userdb=${join(folder, 'db')}`, '--min-port=50000', '--max-port=50999'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (chunk: Buffer) => {
      log += String(chunk);
    });
  }
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`coturn ended with ${code}:\n${log.slice(-1_000)}`);
  });
  ended.catch(() => undefined);
  await Promise.race([answers(address, port), ended]);
  return {
    ice: { urls: `turn:${address}:${port}?transport=udp`, username: USERNAME, credential: CREDENTIAL },
    close() {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
