import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { generate } from 'selfsigned';
import { loadCertificate } from '../../../../src/server/config/certificate.ts';
import { loadAdminPassphrase, loadCredentials, loadPasscode } from '../../../../src/server/config/credentials.ts';
import { openDataFolder } from '../../../../src/server/config/data-folder.ts';
import { loadConfig } from '../../../../src/server/config/load.ts';
import { findOwnAddresses } from '../../../../src/server/config/media-addresses.ts';

const SECRET = 'ABCDEF6789abcdef0123456789abcdef01234567';
const DAY_MS = 86_400_000;
const plain = loadConfig({ env: {} });

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-data-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe('the data folder', () => {
  it('is closed to other users, also one that was open', (t) => {
    const parent = temporaryFolder(t);
    assert.equal(modeOf(openDataFolder(join(parent, 'a', 'b')).path), '700');
    chmodSync(parent, 0o755);
    assert.equal(modeOf(openDataFolder(parent).path), '700');
  });

  it('keeps files for its own user only, replaced ones too', (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    writeFileSync(folder.file('secret'), 'old', { mode: 0o644 });
    folder.write('secret', 'new');
    assert.equal(folder.read('secret'), 'new');
    assert.equal(modeOf(folder.file('secret')), '600');
    assert.equal(folder.read('nothing'), undefined);
  });

  it('makes a file once: whoever comes second gets what the first has put there', (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    assert.equal(folder.create('secret', 'first'), 'first');
    assert.equal(folder.create('secret', 'second'), 'first');
    assert.equal(modeOf(folder.file('secret')), '600');
    assert.deepEqual(readdirSync(folder.path), ['secret']);
  });
});

describe('the credential', () => {
  it('is made once, in the form the official SDKs demand, and kept', (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    const { project, keptIn } = loadCredentials(plain, folder);
    assert.match(project.apiKey, /^[1-9]\d{8}$/);
    assert.match(project.apiSecret, /^[0-9a-f]{40}$/);
    assert.equal(modeOf(keptIn), '600');
    assert.deepEqual(loadCredentials(plain, folder).project, project);
    const other = loadCredentials(plain, openDataFolder(temporaryFolder(t))).project;
    assert.notEqual(other.apiSecret, project.apiSecret);
  });

  it('is the configured one when there is one', (t) => {
    const config = loadConfig({ env: { CONCLAVE_API_KEY: '12', CONCLAVE_API_SECRET: SECRET } });
    const { project, keptIn } = loadCredentials(config, openDataFolder(temporaryFolder(t)));
    assert.deepEqual(project, { apiKey: '12', apiSecret: SECRET });
    assert.equal(keptIn, 'CONCLAVE_API_SECRET');
  });

  it('is not silently replaced when its file is damaged', (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    for (const content of ['', '{', '{"apiKey":"1","apiSecret":"short"}', 'null']) {
      folder.write('credentials.json', content);
      assert.throws(() => loadCredentials(plain, folder), { name: 'ConfigError', message: /holds no valid key/ });
    }
  });
});

describe('the passcode', () => {
  it('is made once and kept', (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    const passcode = loadPasscode(folder);
    assert.match(passcode, /^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
    assert.equal(loadPasscode(folder), passcode);
    assert.equal(modeOf(folder.file('passcode')), '600');
  });
});

describe("the operator's passphrase", () => {
  it('is made once and kept for its own user only', (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    const { passphrase, keptIn } = loadAdminPassphrase(plain, folder);
    assert.match(passphrase, /^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    assert.equal(modeOf(keptIn), '600');
    assert.equal(loadAdminPassphrase(plain, folder).passphrase, passphrase);
  });

  it('is the configured one when there is one', (t) => {
    const config = loadConfig({ env: { CONCLAVE_ADMIN_PASSPHRASE: 'correct horse battery' } });
    const { passphrase, keptIn } = loadAdminPassphrase(config, openDataFolder(temporaryFolder(t)));
    assert.deepEqual([passphrase, keptIn], ['correct horse battery', 'CONCLAVE_ADMIN_PASSPHRASE']);
  });

  it('has at least 16 characters, wherever it comes from, and is not quoted', (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    for (const short of ['MARK-4711-MARK-', ' MARK4711MARK471', 'MARK4711\nMARK4711', 'M'.repeat(201)]) {
      const problem = { name: 'ConfigError', message: /^CONCLAVE_ADMIN_PASSPHRASE: (?!.*MARK)/ };
      assert.throws(() => loadConfig({ env: { CONCLAVE_ADMIN_PASSPHRASE: short } }), problem);
      folder.write('admin-passphrase', short.trim().slice(0, 15));
      assert.throws(() => loadAdminPassphrase(plain, folder), problem);
    }
  });
});

describe('the certificate', () => {
  it('is made once for loopback and the machine, for a time browsers accept, and kept', async (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    const made = await loadCertificate(plain, folder);
    const certificate = new X509Certificate(made.cert);
    for (const address of ['127.0.0.1', '::1', ...findOwnAddresses()]) {
      assert.equal(certificate.checkIP(address), address);
    }
    assert.equal(certificate.checkHost('localhost'), 'localhost');
    const validMs = certificate.validToDate.getTime() - certificate.validFromDate.getTime();
    assert.ok(validMs <= 398 * DAY_MS, `${validMs / DAY_MS} days`);
    assert.equal(made.development, true);
    assert.equal(modeOf(folder.file('development-key.pem')), '600');
    assert.equal((await loadCertificate(plain, folder)).cert, made.cert);
  });

  for (const [why, days] of [
    ['expired', -1],
    ['about to expire', 10],
  ] as const) {
    it(`is made anew when it is ${why}`, async (t) => {
      const folder = openDataFolder(temporaryFolder(t));
      const names = ['localhost', '127.0.0.1', '::1', ...findOwnAddresses()];
      const old = await generate([{ name: 'commonName', value: 'old' }], {
        notBeforeDate: new Date(Date.now() - 300 * DAY_MS),
        notAfterDate: new Date(Date.now() + days * DAY_MS),
        extensions: [
          {
            name: 'subjectAltName',
            altNames: names.map((name, index) => (index === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
          },
        ],
      });
      folder.write('development-certificate.pem', old.cert);
      folder.write('development-key.pem', old.private);
      const { cert } = await loadCertificate(plain, folder);
      assert.notEqual(cert, old.cert);
      assert.ok(new X509Certificate(cert).validToDate.getTime() > Date.now() + 300 * DAY_MS);
    });
  }

  it('is made anew when it does not cover the machine, or is damaged', async (t) => {
    const folder = openDataFolder(temporaryFolder(t));
    const other = await generate([{ name: 'commonName', value: 'other' }], {
      notAfterDate: new Date(Date.now() + 300 * DAY_MS),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    folder.write('development-certificate.pem', other.cert);
    folder.write('development-key.pem', other.private);
    const made = await loadCertificate(plain, folder);
    assert.notEqual(made.cert, other.cert);
    folder.write('development-key.pem', other.private);
    assert.notEqual((await loadCertificate(plain, folder)).cert, made.cert);
  });

  it('is the configured one when there is one; a wrong one is named', async (t) => {
    const path = temporaryFolder(t);
    const folder = openDataFolder(path);
    const own = await generate([{ name: 'commonName', value: 'own' }]);
    folder.write('own.pem', own.cert);
    folder.write('own-key.pem', own.private);
    const load = (cert: string, key: string) =>
      loadCertificate(
        loadConfig({ env: { CONCLAVE_TLS_CERT: join(path, cert), CONCLAVE_TLS_KEY: join(path, key) } }),
        folder,
      );
    assert.deepEqual(await load('own.pem', 'own-key.pem'), { cert: own.cert, key: own.private, development: false });
    await assert.rejects(load('none.pem', 'own-key.pem'), {
      name: 'ConfigError',
      message: /^CONCLAVE_TLS_CERT: .*cannot be read/,
    });
    await assert.rejects(load('own.pem', 'own.pem'), {
      name: 'ConfigError',
      message: /^CONCLAVE_TLS_CERT: .* are not a PEM/,
    });
  });
});
