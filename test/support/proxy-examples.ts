import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificate } from './certificates.ts';
import { waitFor } from './wait.ts';

/** A proxy that runs with our example of its configuration. */
export interface RunningProxy {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

interface Setting {
  readonly folder: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Where the server is. */
  readonly upstream: string;
}

/** The programs with an example in etc/: what has to differ from it here, and how they are checked and started. */
const PROXIES = {
  nginx: {
    example: 'nginx.conf',
    adapt: (text: string, { folder, httpPort, httpsPort, upstream }: Setting): string => {
      const site = text
        .replaceAll(/^ *listen \[::\].*\n/gm, '')
        .replace('listen 80;', `listen 127.0.0.1:${httpPort};`)
        .replace('listen 443 ', `listen 127.0.0.1:${httpsPort} `)
        .replaceAll('/etc/letsencrypt/live/video.example.com/', `${folder}/`)
        .replace('127.0.0.1:8080', upstream);
      const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`);
      return `daemon off;\npid ${folder}/pid;\nerror_log stderr;\nevents {}\nhttp {\n${paths.join('\n')}\n${site}}\n`;
    },
    check: (file: string) => ['-t', '-c', file],
    start: (file: string) => ['-c', file],
  },
  caddy: {
    example: 'Caddyfile',
    adapt: (text: string, { folder, httpPort, httpsPort, upstream }: Setting): string =>
      `{\n\tadmin off\n\thttp_port ${httpPort}\n}\n${text
        .replace(
          '\nvideo.example.com {',
          `\nhttps://localhost:${httpsPort} {\n\ttls ${folder}/fullchain.pem ${folder}/privkey.pem`,
        )
        .replace('127.0.0.1:8080', upstream)}`,
    check: (file: string) => ['validate', '--adapter', 'caddyfile', '--config', file],
    start: (file: string) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
};

/** Names of the proxies with an example. */
export type ProxyName = keyof typeof PROXIES;

/** Whether the program is on this machine. */
export function hasProxy(name: ProxyName): boolean {
  return spawnSync(name, [name === 'nginx' ? '-v' : 'version']).status === 0;
}

/** Starts the program with our example, in front of the server at `upstream` (host and port). */
export async function startProxy(name: ProxyName, upstream: string): Promise<RunningProxy> {
  const { example, adapt, check, start } = PROXIES[name];
  const folder = mkdtempSync(join(tmpdir(), `conclave-${name}-`));
  const { cert, key } = await createCertificate();
  writeFileSync(join(folder, 'fullchain.pem'), cert);
  writeFileSync(join(folder, 'privkey.pem'), key);
  const [httpPort, httpsPort] = [await findPort(), await findPort()];
  const file = join(folder, 'conf');
  const text = readFileSync(new URL(`../../etc/${example}`, import.meta.url), 'utf8');
  writeFileSync(file, adapt(text, { folder, httpPort, httpsPort, upstream }));
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const checked = spawnSync(name, check(file), { env, encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(`${name} refuses etc/${example}:\n${checked.stderr}`);
  const child = spawn(name, start(file), { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await waitFor(() => isOpen(httpsPort));
  return {
    url: `https://localhost:${httpsPort}`,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
