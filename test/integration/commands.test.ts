import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type CommandOptions, type CommandResult, runCommand, runJson } from '../support/command.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { joinRaw } from '../support/raw-client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { now, signRestCredential, signRsaJwt, type TestProject } from '../support/tokens.ts';

// What docs/projects.md and docs/database.md tell operators to type, on the database of a real server that is running.

const SECOND = { apiKey: '77', apiSecret: '89abcdef0123456789abcdef0123456789abcdef' };
const project = fileURLToPath(new URL('../..', import.meta.url));

let server: TestServer;
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-commands-'));
  server = await startServer({ env: { CONCLAVE_PROJECTS: JSON.stringify([SECOND]) } });
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function place(): CommandOptions {
  return { dataDir: server.dataDir, env: { CONCLAVE_PROJECTS: JSON.stringify([SECOND]) } };
}

function run(...args: string[]): Promise<CommandResult> {
  return runCommand(args, place());
}

/** Runs a command that has to be refused; returns the one line it says. */
async function refusalOf(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  assert.deepEqual([code, stdout], [1, ''], stderr);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
  return stderr;
}

async function create(...args: string[]): Promise<TestProject> {
  const { id = '', apiSecret = '' } = await runJson(['project', 'create', ...args], place());
  return { apiKey: id, apiSecret };
}

/** The status of a session's creation with these headers. */
async function ask(headers: Record<string, string>): Promise<number> {
  const response = await fetch(`${server.httpUrl}/session/create`, { method: 'POST', headers });
  await response.text();
  return response.status;
}

function askWith(credential: TestProject): Promise<number> {
  return ask({ 'x-opentok-auth': signRestCredential(credential) });
}

/** A session of a project, and a token for it, made as back ends make them. */
async function openSession(credential: TestProject): Promise<{ sessionId: string; token: string }> {
  const sdk = createOfficialSdk({ ...credential, httpUrl: server.httpUrl });
  const session = await createSdkSession(sdk, { mediaMode: 'routed' });
  return { sessionId: session.sessionId, token: session.generateToken() };
}

function askAs(applicationId: string, privateKey: string): Promise<number> {
  const claims = { application_id: applicationId, iat: now(), exp: now() + 60, jti: String(Math.random()) };
  return ask({ authorization: `Bearer ${signRsaJwt(claims, createPrivateKey(privateKey))}` });
}

async function listed(id: string): Promise<Record<string, unknown> | undefined> {
  const all = (await runJson(['project', 'list'], place())) as unknown as Record<string, unknown>[];
  return all.find((entry) => entry.id === id);
}

function ownFolder(t: TestContext): string {
  const own = mkdtempSync(join(tmpdir(), 'conclave-commands-'));
  t.after(() => rmSync(own, { recursive: true }));
  return own;
}

describe('a project with an API key', () => {
  it('made while the server runs is good at once', async () => {
    const made = await create('--name', 'Clinic');
    assert.match(made.apiKey, /^[1-9]\d{8}$/);
    assert.match(made.apiSecret, /^[0-9a-f]{40}$/);
    assert.equal(await askWith(made), 200);
    const { createdAt, ...rest } = (await listed(made.apiKey)) ?? {};
    assert.ok(Math.abs(Date.parse(String(createdAt)) - Date.now()) < 60_000);
    const expected = { kind: 'key', name: 'Clinic', status: 'active', keptIn: 'database', partnerAuth: false };
    assert.deepEqual(rest, { id: made.apiKey, ...expected, previousValidUntil: null });
  });

  it('gets a new secret, beside which the old one is good until the overlap ends', async () => {
    const old = await create();
    const rotated = await runJson(['project', 'rotate-secret', old.apiKey, '--overlap-hours', '2'], place());
    const { apiSecret = '', previousValidUntil = '' } = rotated;
    const left = Date.parse(previousValidUntil) - Date.now();
    assert.ok(left > 7_100_000 && left <= 7_200_000, `${left} ms`);
    assert.equal((await listed(old.apiKey))?.previousValidUntil, previousValidUntil);
    assert.deepEqual([await askWith(old), await askWith({ ...old, apiSecret })], [200, 200]);

    const { stdout, stderr, code } = await run('project', 'rotate-secret', old.apiKey, '--overlap-hours', '0');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /whose overlap was still running, fails from now on/);
    const last = /^API secret +([0-9a-f]{40})$/m.exec(stdout)?.[1] ?? '';
    const answers = [old.apiSecret, apiSecret, last].map((secret) => askWith({ ...old, apiSecret: secret }));
    assert.deepEqual(await Promise.all(answers), [403, 403, 200]);
    assert.equal((await listed(old.apiKey))?.previousValidUntil, null);
  });

  it('is refused while it is disabled, but for those who are in a session, and as it was afterwards', async () => {
    const made = await create();
    const { sessionId, token } = await openSession(made);
    const inside = await joinRaw(server.httpUrl, { apiKey: made.apiKey, sessionId, token });
    assert.equal((await run('project', 'disable', made.apiKey)).stdout, `Project ${made.apiKey} is disabled.\n`);
    assert.equal(await askWith(made), 403);
    const refusal = { code: 'authenticationFailed', message: /disabled/ };
    await assert.rejects(joinRaw(server.httpUrl, { apiKey: made.apiKey, sessionId, token }), refusal);
    await inside.publish();
    assert.equal((await listed(made.apiKey))?.status, 'disabled');
    assert.equal((await run('project', 'enable', made.apiKey)).code, 0);
    assert.equal(await askWith(made), 200);
    (await joinRaw(server.httpUrl, { apiKey: made.apiKey, sessionId, token })).leave();
    inside.leave();
  });

  it('may show its secret in X-TB-PARTNER-AUTH only when that is on, which is warned of', async () => {
    const made = await create();
    const header = { 'x-tb-partner-auth': `${made.apiKey}:${made.apiSecret}` };
    assert.equal(await ask(header), 403);
    const { code, stderr } = await run('project', 'partner-auth', made.apiKey, 'on');
    assert.equal(code, 0);
    assert.match(stderr, /^Warning: .* the API secret itself travels/);
    assert.equal(await ask(header), 200);
    const off = await run('project', 'partner-auth', made.apiKey, 'off');
    assert.deepEqual([off.code, off.stderr], [0, '']);
    assert.equal(await ask(header), 403);
  });
});

describe('an application', () => {
  it('has a key pair, whose private half is printed once and kept nowhere', async () => {
    const made = await runJson(['project', 'create', '--kind', 'application'], place());
    const { id = '', privateKey = '', publicKey = '' } = made;
    assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(privateKey, /^-----BEGIN PRIVATE KEY-----/);
    assert.match(publicKey, /^-----BEGIN PUBLIC KEY-----/);
    assert.equal(createPrivateKey(privateKey).asymmetricKeyDetails?.modulusLength, 2048);
    assert.equal(await askAs(id, privateKey), 200);
    const files = readdirSync(server.dataDir).map((file) => readFileSync(join(server.dataDir, file), 'latin1'));
    assert.ok(files.some((content) => content.includes(publicKey.slice(40, 90))));
    assert.ok(!files.some((content) => content.includes(privateKey.slice(40, 90))));
  });

  it('can have its private key in a file for its own user, and gets a new one by a rotation', async () => {
    const [first, second] = [join(folder, 'first.pem'), join(folder, 'second.pem')];
    const args = ['project', 'create', '--kind', 'application', '--private-key'];
    const { id = '', ...made } = await runJson([...args, first], place());
    assert.deepEqual([made.privateKey, made.privateKeyFile], [undefined, first]);
    assert.equal(statSync(first).mode & 0o777, 0o600);
    assert.match(await refusalOf(...args, first), /There is a file .*first\.pem already/);
    assert.match(await refusalOf(...args, join(folder, 'no', 'folder.pem')), /cannot be made \(ENOENT\)/);

    const { code, stdout, stderr } = await run('project', 'rotate-secret', id, '--private-key', second);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout, /BEGIN PRIVATE KEY/);
    const both = [first, second].map((file) => askAs(id, readFileSync(file, 'utf8')));
    assert.deepEqual(await Promise.all(both), [200, 200]);
  });
});

describe('a command', () => {
  it('says in words what it made, and keeps the advice out of the answer', async () => {
    const { stdout, stderr } = await run('project', 'create', '--name', 'Words');
    assert.match(stdout, /^API key +\d{9}\nAPI secret +[0-9a-f]{40}\nName +Words\nKept in +\/.*conclave\.db\n$/);
    assert.match(stderr, /^\nThe API secret is shown this once/);
  });

  it('lists the projects of the settings too, and never a secret', async () => {
    const made = await create('--name', 'Listed');
    const { stdout } = await run('project', 'list');
    assert.match(stdout, new RegExp(`^${made.apiKey} +key +Listed +active +\\S+Z +database +off +-$`, 'm'));
    for (const { apiKey } of [server, SECOND]) {
      assert.match(stdout, new RegExp(`^${apiKey} +key +- +active +\\S+Z +settings +off +-$`, 'm'));
    }
    const secrets = [server, SECOND, made].map(({ apiSecret }) => apiSecret);
    assert.ok(secrets.every((secret) => !stdout.includes(secret)));
  });

  it('refuses in one line what the store refuses', async () => {
    assert.match(await refusalOf('project', 'rotate-secret', SECOND.apiKey), /secret of project 77 is in the settings/);
    for (const verb of ['rotate-secret', 'disable', 'enable']) {
      assert.equal(await refusalOf('project', verb, '123'), 'There is no project 123.\n');
    }
    assert.equal(await refusalOf('project', 'partner-auth', '123', 'on'), 'There is no project 123.\n');
  });

  it('answers wrong usage with exit code 2, and a wrong setting with 1', async () => {
    const { code, stdout, stderr } = await run('project', 'rotate-secret');
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^project rotate-secret needs <id>\. Right is: .*\n$/);
    const wrong = await runCommand(['project', 'list'], { ...place(), env: { CONCLAVE_MASTER_KEY: 'MARK' } });
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^CONCLAVE_MASTER_KEY: the value is not 64 .*\n$/);
  });

  it('makes no project under another master key than that of the database', async () => {
    await create();
    const env = { CONCLAVE_MASTER_KEY: '1e'.repeat(32) };
    const { code, stderr } = await runCommand(['project', 'create'], { ...place(), env });
    assert.equal(code, 1);
    assert.match(stderr, /^What is kept for projects\/\d+\/key was not sealed with this master key\.\n$/);
  });

  it('works on no database that the server has not, unless it makes the first project', async (t) => {
    const dataDir = ownFolder(t);
    for (const args of [
      ['project', 'list'],
      ['project', 'disable', '1'],
      ['backup', join(dataDir, 'copy.db')],
    ]) {
      const { code, stderr } = await runCommand(args, { dataDir });
      assert.equal(code, 1);
      assert.match(stderr, /^There is no database .*conclave\.db: set CONCLAVE_DATA_DIR, or --config, .*\n$/);
    }
    assert.deepEqual(readdirSync(dataDir), []);
    await runJson(['project', 'create'], { dataDir });
    assert.ok(!existsSync(join(dataDir, 'credentials.json')), 'the first credential is made by the server');
  });

  it('reads the settings from the file that --config names, from where it was called', async (t) => {
    const own = ownFolder(t);
    writeFileSync(join(own, 'conclave.json'), JSON.stringify({ dataDir: join(own, 'data') }));
    const options = { dataDir: '', cwd: own };
    const { id } = await runJson(['project', 'create', '--config', 'conclave.json'], options);
    assert.ok(existsSync(join(own, 'data', 'conclave.db')));
    const { code } = await runCommand(['backup', 'copy.db', '--config', 'conclave.json'], options);
    assert.deepEqual([code, existsSync(join(own, 'copy.db'))], [0, true]);
    assert.ok(id);
  });

  it('may run at the same time as others, also on a database that is not there yet', async (t) => {
    const dataDir = ownFolder(t);
    const made = await Promise.all([1, 2, 3, 4, 5].map(() => runJson(['project', 'create'], { dataDir })));
    const all = (await runJson(['project', 'list'], { dataDir })) as unknown as { id: string; keptIn: string }[];
    assert.deepEqual(all.map(({ id }) => id).sort(), made.map(({ id }) => id).sort());
  });

  it('that rotates a secret at the same time as another is refused, or both secrets are good', async () => {
    const made = await create();
    const results = await Promise.all([1, 2, 3].map(() => run('project', 'rotate-secret', made.apiKey, '--json')));
    const done = results.filter(({ code }) => code === 0).map(({ stdout }) => JSON.parse(stdout).apiSecret as string);
    assert.ok(done.length > 0);
    for (const { stderr } of results.filter(({ code }) => code !== 0)) assert.match(stderr, /another key at the same/);
    const good = await Promise.all(done.map((apiSecret) => askWith({ ...made, apiSecret })));
    assert.ok(good.filter((status) => status === 200).length >= Math.min(done.length, 2), String(good));
  });
});

describe('the script behind npx conclave', () => {
  it('runs in any folder of a clone, and resolves files from there', async () => {
    const commandLine = ['npx', '--no', 'conclave'];
    const options = { ...place(), commandLine, cwd: join(project, 'docs') };
    const help = await runCommand(['project', '--help'], options);
    assert.deepEqual([help.code, help.stdout.startsWith('Usage: npx conclave project')], [0, true], help.stderr);
    const { id = '' } = await runJson(['project', 'create', '--name', 'By npx'], options);
    assert.equal((await listed(id))?.name, 'By npx');
    const wrong = await runCommand(['project', 'frob'], options);
    assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
    const target = join(folder, 'by-npx.db');
    const backup = await runCommand(['backup', 'by-npx.db'], {
      ...options,
      cwd: folder,
      commandLine: [process.execPath, join(project, 'scripts/conclave.mjs')],
    });
    assert.equal(backup.code, 0, backup.stderr);
    assert.ok(existsSync(target));
  });
});
