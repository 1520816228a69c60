import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { CertificateWatch } from '../../src/server/config/certificate-watch.ts';
import { Listeners } from '../../src/server/http/listeners.ts';
import { createCertificate, openTls, readFingerprint } from '../support/certificates.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait.ts';

interface Pair {
  readonly cert: string;
  readonly key: string;
}

const toFingerprint = ({ cert }: Pair): string => new X509Certificate(cert).fingerprint256;

function write(folder: string, { cert, key }: Pair): void {
  writeFileSync(join(folder, 'key.pem'), key);
  writeFileSync(join(folder, 'cert.pem'), cert);
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'conclave-certificates-'));
}

/** Asks for the health on an open connection; returns the first line of the answer. */
function ask(socket: TLSSocket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('data', (data) => resolve(String(data).split('\r\n')[0] ?? ''));
    socket.once('close', () => reject(new Error('closed')));
    socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n');
  });
}

describe('SIGHUP', () => {
  const folder = temporaryFolder();
  let first: Pair;
  let server: TestServer;
  let port: number;
  before(async () => {
    first = await createCertificate();
    write(folder, first);
    const env = { CONCLAVE_TLS_CERT: join(folder, 'cert.pem'), CONCLAVE_TLS_KEY: join(folder, 'key.pem') };
    server = await startServer({ env });
    port = Number(new URL(server.httpsUrl).port);
  });
  after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('brings a renewed certificate into use; connections that are open stay', async () => {
    assert.equal(await readFingerprint(port), toFingerprint(first));
    const open = await openTls(port);
    assert.equal(await ask(open), 'HTTP/1.1 200 OK');
    const second = await createCertificate();
    write(folder, second);
    server.kill('SIGHUP');
    await waitFor(async () => (await readFingerprint(port)) === toFingerprint(second));
    assert.equal(await ask(open), 'HTTP/1.1 200 OK');
    assert.equal(open.getPeerX509Certificate()?.fingerprint256, toFingerprint(first));
    open.destroy();
  });

  it('with a broken pair is an error in the log, and the old certificate stays', async () => {
    const served = await readFingerprint(port);
    const [one, other] = await Promise.all([createCertificate(), createCertificate()]);
    for (const broken of [
      { cert: one.cert, key: other.key },
      { cert: 'MARK', key: one.key },
      { cert: one.cert, key: '' },
    ]) {
      const told = server.stderr().split('cannot be used').length;
      write(folder, broken);
      server.kill('SIGHUP');
      await waitFor(() => server.stderr().split('cannot be used').length > told);
      assert.equal(await readFingerprint(port), served);
    }
    assert.match(server.stderr(), /"level":"error".*CONCLAVE_TLS_CERT.*the old one stays in use/);
    assert.doesNotMatch(server.stderr(), /MARK|BEGIN/);
    write(folder, one);
    server.kill('SIGHUP');
    await waitFor(async () => (await readFingerprint(port)) === toFingerprint(one));
  });

  it('without a configured certificate changes nothing', async (t) => {
    const plain = await startServer();
    t.after(() => plain.close());
    plain.kill('SIGHUP');
    await waitFor(() => plain.stderr().includes('there is no configured certificate'));
    assert.equal((await fetch(`${plain.httpUrl}/health`)).status, 200);
  });

  it('is not needed: files that change are found', async () => {
    const renewed = await createCertificate();
    write(folder, renewed);
    await waitFor(async () => (await readFingerprint(port)) === toFingerprint(renewed));
  });
});

describe('a certificate behind links', () => {
  /** The layout of a mounted secret: the files are links into a folder that is itself a link. */
  async function open(t: TestContext) {
    const folder = temporaryFolder();
    const swap = (pair: Pair, version: string): void => {
      mkdirSync(join(folder, version));
      write(join(folder, version), pair);
      symlinkSync(version, join(folder, 'data.new'));
      renameSync(join(folder, 'data.new'), join(folder, 'data'));
    };
    const first = await createCertificate();
    swap(first, '1');
    for (const file of ['cert.pem', 'key.pem']) symlinkSync(join('data', file), join(folder, file));
    const listeners = new Listeners({ certificate: first });
    await listeners.open({ httpPort: 0, httpsPort: 0 });
    const refused: string[] = [];
    const quiet = () => undefined;
    const watch = new CertificateWatch({
      certFile: join(folder, 'cert.pem'),
      keyFile: join(folder, 'key.pem'),
      renew: (certificate) => listeners.renew(certificate),
      logger: { debug: quiet, info: quiet, warn: quiet, error: (_fields, message) => refused.push(message) },
      intervalMs: 20,
    });
    await watch.open();
    t.after(async () => {
      watch.close();
      await listeners.close(0);
      rmSync(folder, { recursive: true });
    });
    const serves = (pair: Pair) =>
      waitFor(async () => (await readFingerprint(listeners.httpsPort)) === toFingerprint(pair));
    return { folder, swap, serves, refused };
  }

  it('is renewed when the folder behind them is swapped, again and again', async (t) => {
    const { swap, serves, refused } = await open(t);
    for (const version of ['2', '3']) {
      const pair = await createCertificate();
      swap(pair, version);
      await serves(pair);
    }
    assert.deepEqual(refused, []);
  });

  it('is renewed when the links themselves are replaced', async (t) => {
    const { folder, serves, refused } = await open(t);
    const pair = await createCertificate();
    mkdirSync(join(folder, 'archive'));
    write(join(folder, 'archive'), pair);
    for (const file of ['cert.pem', 'key.pem']) {
      unlinkSync(join(folder, file));
      symlinkSync(join('archive', file), join(folder, file));
    }
    await serves(pair);
    assert.deepEqual(refused, []);
  });

  it('stays in use while the files are gone', async (t) => {
    const { folder, swap, serves, refused } = await open(t);
    rmSync(join(folder, 'data'));
    await waitFor(() => refused.length > 0);
    const pair = await createCertificate();
    swap(pair, '2');
    await serves(pair);
  });
});
