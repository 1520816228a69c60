import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Bytes of the script a page loads, compressed. */
const SIZE_GATE_BYTES = 85_000;
/** Bytes of both scripts of end-to-end encryption, which a page loads when it needs them, compressed. */
const ENCRYPTION_GATE_BYTES = 15_000;

let folder: string;
/** The installed package. */
let installed: string;

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

/** What a program in the app's folder prints. */
function runProgram(type: 'module' | 'commonjs', program: string): string {
  return run(process.execPath, [`--input-type=${type}`, '--eval', program], folder).trim();
}

function read(file: string): string {
  return readFileSync(join(installed, file), 'utf8');
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-package-'));
  const pack = ['pack', '--ignore-scripts', '--pack-destination', folder, '--silent'];
  const tarball = run('npm', pack, root).trim();
  installed = join(folder, 'node_modules/conclave-video');
  run('mkdir', ['-p', installed], folder);
  run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], folder);
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('the package holds the bundles, the types, the source maps and the licence, and nothing of the workshop', () => {
  assert.deepEqual(readdirSync(join(installed, 'dist/client')).sort(), [
    'conclave.cjs',
    'conclave.cjs.map',
    'conclave.d.cts',
    'conclave.d.ts',
    'conclave.min.js',
    'conclave.min.js.map',
    'conclave.mjs',
    'conclave.mjs.map',
    'diagnostics.mjs',
    'e2ee-worker.js',
    'e2ee.mjs',
  ]);
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) assert.ok(existsSync(join(installed, file)), file);
  for (const room of ['src', 'test', 'demo', 'bench', 'node_modules']) {
    assert.ok(!existsSync(join(installed, room)), room);
  }
  assert.deepEqual(
    readdirSync(join(installed, 'scripts')),
    ['conclave.mjs'],
    'npm packs the command, whatever is said',
  );
});

test("the server's command says in one sentence that it needs a clone, and fails", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    join(installed, 'scripts/conclave.mjs'),
    'backup',
    'x',
  ]);
  assert.equal(status, 1);
  assert.equal(String(stdout), '');
  assert.match(String(stderr), /^The command conclave belongs to the server: run it in a clone of .*\n$/);
});

const seesNothing = `
  const session = OT.initSession('key', 'session');
  const unchanged = before === Object.getOwnPropertyNames(globalThis).join();
  console.log([typeof OT.initPublisher.promise, session.sessionId, OT.checkSystemRequirements(), unchanged].join(' '));
`;

test('import in plain Node needs nothing, touches no global and keeps nothing running', () => {
  const program = `const before = Object.getOwnPropertyNames(globalThis).join();
    const { default: OT, initSession } = await import('conclave-video');
    if (initSession !== OT.initSession) throw new Error('two of them');${seesNothing}`;
  assert.equal(runProgram('module', program), 'function session 0 true');
});

test('require in plain Node gives the same', () => {
  const program = `const before = Object.getOwnPropertyNames(globalThis).join();
    const OT = require('conclave-video');
    if (OT.default.initSession !== OT.initSession) throw new Error('two of them');${seesNothing}`;
  assert.equal(runProgram('commonjs', program), 'function session 0 true');
});

test('the script sets the globals OT and TB on a page, and only those', () => {
  const document = { currentScript: { src: 'https://video.example.com/v2/js/opentok.min.js' } };
  const window: Record<string, unknown> = { document, console, URL, setTimeout, clearTimeout };
  window.window = window;
  window.self = window;
  const names = Object.keys(window);
  runInNewContext(read('dist/client/conclave.min.js'), window);
  assert.deepEqual(
    Object.keys(window).filter((name) => !names.includes(name)),
    ['OT', 'TB'],
  );
  const OT = window.OT as Record<string, unknown>;
  assert.equal(window.TB, OT);
  assert.equal(typeof OT.initSession, 'function');
  // Tests of apps replace functions of the namespace.
  OT.initSession = 'replaced';
  assert.equal(OT.initSession, 'replaced');
});

test('the bundles use no module of Node, no eval, and no inline style by attribute', () => {
  for (const file of ['conclave.min.js', 'conclave.cjs', 'conclave.mjs', 'e2ee.mjs', 'e2ee-worker.js']) {
    const bundle = read(`dist/client/${file}`);
    assert.doesNotMatch(bundle, /\brequire\s*\(|from\s*['"]node:|\bprocess\.(?!env\b)/, `${file}: Node`);
    assert.doesNotMatch(bundle, /\beval\s*\(|new Function\s*\(|\bFunction\s*\(\s*['"]/, `${file}: eval`);
    assert.doesNotMatch(bundle, /setAttribute\(\s*['"]style['"]|insertAdjacentHTML|document\.write/, `${file}: style`);
  }
});

test(`the script is at most ${SIZE_GATE_BYTES} bytes compressed`, (context) => {
  const bytes = gzipSync(read('dist/client/conclave.min.js'), { level: 9 }).length;
  context.diagnostic(
    `conclave.min.js: ${bytes} bytes gzip -9, ${statSync(join(installed, 'dist/client/conclave.min.js')).size} raw`,
  );
  assert.ok(bytes <= SIZE_GATE_BYTES, `${bytes} bytes`);
});

test(`end-to-end encryption is at most ${ENCRYPTION_GATE_BYTES} bytes compressed, and the script has nothing of it`, (context) => {
  const sizes = ['e2ee.mjs', 'e2ee-worker.js'].map(
    (file) => gzipSync(read(`dist/client/${file}`), { level: 9 }).length,
  );
  context.diagnostic(`e2ee.mjs, e2ee-worker.js: ${sizes.join(' + ')} bytes gzip -9`);
  assert.ok(sizes.reduce((sum, bytes) => sum + bytes, 0) <= ENCRYPTION_GATE_BYTES, sizes.join());
  assert.match(read('dist/client/e2ee-worker.js'), /SFrame 1\.0/);
  assert.doesNotMatch(read('dist/client/conclave.min.js'), /SFrame/);
});

test('the types are one file that imports nothing', () => {
  const types = read('dist/client/conclave.d.ts');
  assert.doesNotMatch(types, /^import |\bimport\(|<reference/m);
  assert.match(types, /export as namespace OT;/);
  assert.equal(read('dist/client/conclave.d.cts'), types);
});

test('the version that the SDK says is the version of the package', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  assert.equal(runProgram('module', "console.log((await import('conclave-video')).version)"), `v${version}`);
});

test('the source maps lead to the sources', () => {
  const { sources } = JSON.parse(read('dist/client/conclave.mjs.map')) as { sources: string[] };
  assert.ok(sources.some((source) => source.endsWith('src/client/session/session.ts')));
});
