import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url));
const READY_TIMEOUT_MS = 30_000;

/** How a server is started for a test. */
export interface ServerOptions {
  /** Settings beside those of {@link startServer}; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** An own data folder, which the test keeps and removes; default: a new one that goes with the server. */
  readonly dataDir?: string;
  readonly args?: readonly string[];
  /** What the server is started with, such as `['ip', 'netns', 'exec', 'name']`. */
  readonly prefix?: readonly string[];
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server process that has not said yet that it is ready. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly dataDir: string;
  /** Settles when the process has ended and its output is complete. */
  readonly exited: Promise<Exit>;
  /** What it wrote so far: the banner, and the log. */
  stdout(): string;
  stderr(): string;
  /** Sends a signal; it is an error to send one to a process that has ended. */
  kill(signal: NodeJS.Signals): void;
  /** Ends it with SIGTERM, waits, and removes its data folder. Idempotent. */
  close(): Promise<Exit>;
}

/** A server that is ready. */
export interface TestServer extends ServerProcess {
  /** Without a slash at the end, such as `http://localhost:40123`. */
  readonly httpUrl: string;
  readonly httpsUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** The demo's; undefined when the demo is off. */
  readonly passcode: string | undefined;
}

/** Starts the real server on free ports and waits until it is ready; rejects with its output when it ends before. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const server = spawnServer(options);
  try {
    await waitUntilReady(server);
  } catch (error) {
    await server.close();
    throw error;
  }
  const banner = server.stdout();
  const read = (pattern: RegExp): string | undefined => pattern.exec(banner)?.[1];
  const need = (pattern: RegExp): string => {
    const found = read(pattern);
    if (found === undefined) throw new Error(`The banner has no ${pattern}:\n${banner}`);
    return found;
  };
  const apiKey = need(/API key\s+(\d+)/);
  return {
    ...server,
    httpUrl: need(/HTTP\s+(http:\/\/localhost:\d+)/),
    httpsUrl: need(/HTTPS\s+(https:\/\/localhost:\d+)/),
    apiKey,
    apiSecret: options.env?.CONCLAVE_API_SECRET ?? readSecret(server.dataDir),
    passcode: read(/Demo passcode\s+(\S+)/),
  };
}

/** Starts the real server process without waiting for anything. */
export function spawnServer({ env = {}, dataDir, args = [], prefix = [] }: ServerOptions = {}): ServerProcess {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'conclave-server-'));
  const [command = process.execPath, ...rest] = [...prefix, process.execPath, MAIN, ...args];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutSettings(process.env),
      CONCLAVE_HTTP_PORT: '0',
      CONCLAVE_HTTPS_PORT: '0',
      CONCLAVE_MEDIA_PORTS: '0',
      CONCLAVE_MEDIA_WORKERS: '1',
      CONCLAVE_REQUEST_RATE: '100000',
      CONCLAVE_LOG_LEVEL: 'debug',
      CONCLAVE_LOG_FORMAT: 'json',
      CONCLAVE_DATA_DIR: folder,
      ...env,
    },
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    child,
    dataDir: folder,
    exited,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    kill: (signal) => {
      if (!child.kill(signal)) throw new Error(`The server has ended before ${signal}:\n${output.stderr}`);
    },
    close: async () => {
      if (isRunning()) child.kill('SIGTERM');
      const exit = await exited;
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
      return exit;
    },
  };
}

function waitUntilReady(server: ServerProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => {
      reject(new Error(`The server ${what}:\n${server.stdout()}\n${server.stderr()}`));
    };
    const timer = setTimeout(() => fail(`is not ready after ${READY_TIMEOUT_MS} ms`), READY_TIMEOUT_MS);
    const check = (): void => {
      if (!server.stdout().includes('Conclave is ready')) return;
      clearTimeout(timer);
      resolve();
    };
    server.child.stdout?.on('data', check);
    server.exited.then(
      ({ code, signal }) => {
        clearTimeout(timer);
        fail(`ended with ${code ?? signal} before it was ready`);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** An environment without settings: a test decides each itself. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CONCLAVE_')));
}

function readSecret(dataDir: string): string {
  return (JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as { apiSecret: string }).apiSecret;
}
