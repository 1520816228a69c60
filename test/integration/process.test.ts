import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { joinRaw } from '../support/raw-client.ts';
import { type ServerOptions, spawnServer, startServer, type TestServer } from '../support/server.ts';

/** What is promised for a stop. */
const STOP_MS = 5000;

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-process-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Starts a server that must not start; returns what it says. */
async function refusedStart(t: TestContext, options: ServerOptions): Promise<string> {
  const server = spawnServer(options);
  t.after(() => server.close());
  const { code } = await server.exited;
  assert.equal(code, 1, server.stdout());
  return server.stderr();
}

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function ownAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;
}

describe('a start with a wrong setting', () => {
  for (const [what, options, line] of [
    ['port', { env: { CONCLAVE_HTTP_PORT: 'eighty' } }, /^CONCLAVE_HTTP_PORT: "eighty" is not .* Example: .*\n$/],
    ['secret', { env: { CONCLAVE_API_SECRET: 'MARK' } }, /^CONCLAVE_API_SECRET: the value is not .* Example: .*\n$/],
    ['option', { args: ['--prot', '1'] }, /^Unknown option '--prot'.*\n$/],
    ['file', { args: ['--config', '/nowhere.json'] }, /^CONCLAVE_CONFIG: \/nowhere\.json cannot be read.*\n$/],
    ['media address', { env: { CONCLAVE_MEDIA_IPS: 'x' } }, /^CONCLAVE_MEDIA_IPS: "x" is not .*\n$/],
    [
      'media address of another machine',
      { env: { CONCLAVE_MEDIA_IPS: '203.0.113.1' } },
      /^CONCLAVE_MEDIA_IPS: media .* Example: .*\n$/,
    ],
    ['media worker', { env: { MEDIASOUP_WORKER_BIN: '/nowhere' } }, /^MEDIASOUP_WORKER_BIN: .* does not start .*\n$/],
    ['certificate', { env: { CONCLAVE_TLS_CERT: '/a.pem', CONCLAVE_TLS_KEY: '/b.pem' } }, /^CONCLAVE_TLS_CERT: .*\n$/],
  ] as const) {
    it(`(${what}) ends with one line and exit code 1`, async (t) => {
      const said = await refusedStart(t, options);
      assert.match(said, line);
      assert.equal(said.trim().split('\n').length, 1);
      assert.doesNotMatch(said, /MARK/);
    });
  }

  it('(unknown key in the file) names the key', async (t) => {
    const file = join(temporaryFolder(t), 'conclave.json');
    writeFileSync(file, '{"htpPort": 1}');
    assert.match(await refusedStart(t, { env: { CONCLAVE_CONFIG: file } }), /unknown key "htpPort".*\n$/);
  });

  it('(port in use) ends with one line and exit code 1', async (t) => {
    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    t.after(() => new Promise((resolve) => occupant.close(resolve)));
    const { port } = occupant.address() as AddressInfo;
    for (const key of ['CONCLAVE_HTTP_PORT', 'CONCLAVE_HTTPS_PORT']) {
      const said = await refusedStart(t, { env: { [key]: String(port) } });
      assert.equal(said, `${key}: port ${port} is in use. Example: ${key}=${port + 1}, or 0 for any free port.\n`);
    }
  });
});

describe('--help', () => {
  it('prints every setting and exits with 0', async (t) => {
    const server = spawnServer({ args: ['--help'] });
    t.after(() => server.close());
    assert.equal((await server.exited).code, 0);
    for (const name of ['CONCLAVE_HTTP_PORT', 'CONCLAVE_MEDIA_IPS', 'CONCLAVE_DATA_DIR']) {
      assert.ok(server.stdout().includes(name));
    }
  });
});

describe('a running server', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  it('is healthy as soon as it says that it is ready', async () => {
    const answer = await fetch(`${server.httpUrl}/health`);
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { status: 'ok' });
  });

  it('serves HTTP on the loopback addresses only, and HTTPS on all', async () => {
    const httpPort = Number(new URL(server.httpUrl).port);
    const httpsPort = Number(new URL(server.httpsUrl).port);
    assert.equal(await isOpen('127.0.0.1', httpPort), true);
    const hasIpv6 = Object.values(networkInterfaces())
      .flat()
      .some((address) => address?.address === '::1');
    assert.equal(await isOpen('::1', httpPort), hasIpv6);
    const own = ownAddress();
    if (own !== undefined) {
      assert.equal(await isOpen(own, httpPort), false);
      assert.equal(await isOpen(own, httpsPort), true);
    }
    assert.equal(await isOpen('127.0.0.1', httpsPort), true);
  });

  it('serves HTTPS with the certificate it keeps', async () => {
    const ca = readFileSync(join(server.dataDir, 'development-certificate.pem'), 'utf8');
    const status = await new Promise((resolve, reject) => {
      get(`${server.httpsUrl}/health`, { ca }, (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    assert.equal(status, 200);
  });

  it('keeps what it knows for its own user only', () => {
    assert.equal(statSync(server.dataDir).mode & 0o777, 0o700);
    for (const file of ['credentials.json', 'passcode', 'admin-passphrase', 'development-key.pem', 'conclave.db']) {
      assert.equal(statSync(join(server.dataDir, file)).mode & 0o777, 0o600, file);
    }
  });

  it('prints URLs, API key and passcode, and not the secret', () => {
    assert.ok(server.stdout().includes(server.apiKey));
    assert.ok(server.stdout().includes(join(server.dataDir, 'credentials.json')));
    assert.ok(!server.stdout().includes(server.apiSecret));
    assert.ok(!server.stderr().includes(server.apiSecret));
  });

  it('warns of nothing', () => {
    assert.doesNotMatch(server.stderr(), /warning/i);
    for (const line of server.stderr().trim().split('\n')) assert.doesNotThrow(() => JSON.parse(line), line);
  });
});

describe('a stop', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`by ${signal} tells clients, refuses newcomers and ends with 0 in time`, async (t) => {
      const server = await startServer();
      t.after(() => server.close());
      const session = await createSdkSession(createOfficialSdk(server), { mediaMode: 'routed' });
      const handshake = { apiKey: server.apiKey, sessionId: session.sessionId, token: session.generateToken() };
      const clients = await Promise.all([1, 2, 3].map(() => joinRaw(server.httpUrl, handshake)));
      await clients[0]?.publish();
      // Connections that never say anything must not keep the server.
      const { port } = new URL(server.httpUrl);
      const silent = connect({ host: '127.0.0.1', port: Number(port) });
      silent.on('error', () => undefined);
      await new Promise((resolve) => silent.once('connect', resolve));
      const startedAt = performance.now();
      server.kill(signal);
      for (const client of clients) {
        assert.deepEqual(await client.next('expelled'), { reason: 'serverRotation' });
        await client.ended();
      }
      await assert.rejects(joinRaw(server.httpUrl, handshake));
      assert.deepEqual(await server.exited, { code: 0, signal: null });
      assert.ok(performance.now() - startedAt < STOP_MS);
      assert.match(server.stderr(), /"msg":"server stopped"/);
    });
  }

  it('asked for twice is still one stop', async (t) => {
    const server = await startServer();
    t.after(() => server.close());
    server.kill('SIGTERM');
    server.kill('SIGTERM');
    assert.deepEqual(await server.exited, { code: 0, signal: null });
  });
});

describe('an error nobody expected', () => {
  it('is logged, cleaned, and ends the process with 1', async (t) => {
    const code = "process.on('SIGUSR2', () => { throw new Error('broke at 203.0.113.9') })";
    const server = await startServer({
      env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` },
    });
    t.after(() => server.close());
    server.kill('SIGUSR2');
    assert.deepEqual(await server.exited, { code: 1, signal: null });
    assert.match(server.stderr(), /"level":"fatal".*broke at \[redacted\]/);
  });
});

describe('a second start', () => {
  it('keeps certificate, credential and passcode', async (t) => {
    const dataDir = temporaryFolder(t);
    const first = await startServer({ dataDir });
    await first.close();
    const certificate = readFileSync(join(dataDir, 'development-certificate.pem'), 'utf8');
    const second = await startServer({ dataDir });
    t.after(() => second.close());
    assert.equal(second.apiSecret, first.apiSecret);
    assert.equal(second.passcode, first.passcode);
    assert.equal(readFileSync(join(dataDir, 'development-certificate.pem'), 'utf8'), certificate);
  });
});
