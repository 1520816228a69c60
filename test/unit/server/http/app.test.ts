import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Listeners } from '../../../../src/server/http/listeners.ts';
import { createCertificate, readHeaders } from '../../../support/certificates.ts';
import { openHttpApp } from '../../../support/http-app.ts';
import { signRestCredential } from '../../../support/tokens.ts';

const SCRIPT = `console.log(${JSON.stringify('conclave '.repeat(500))});\n//# sourceMappingURL=conclave.min.js.map\n`;

describe('GET /health', () => {
  it('is 200 while calls can be served and 503 otherwise, in JSON', async (t) => {
    let healthy = true;
    const { app } = await openHttpApp(t, { healthy: () => healthy });
    const up = await app.inject('/health');
    assert.equal(up.statusCode, 200);
    assert.deepEqual(up.json(), { status: 'ok' });
    healthy = false;
    const down = await app.inject('/health/');
    assert.equal(down.statusCode, 503);
    assert.deepEqual(down.json(), { status: 'unavailable' });
    assert.equal(down.headers['cache-control'], 'no-store');
  });
});

describe('what does not exist', () => {
  it('is 404 in JSON, for paths and methods, without a word about who asks', async (t) => {
    const { app } = await openHttpApp(t);
    for (const [method, url] of [
      ['GET', '/nothing'],
      ['GET', '/session/create'],
      ['DELETE', '/session/create'],
      ['POST', '/health'],
      ['GET', '/v2'],
      ['GET', '/v2/js/../../package.json'],
      ['GET', '/v2/js/conclave.d.ts'],
    ] as const) {
      const answer = await app.inject({ method, url });
      assert.equal(answer.statusCode, 404, `${method} ${url}`);
      assert.match(String(answer.headers['content-type']), /^application\/json/);
      assert.deepEqual(Object.keys(answer.json()), ['code', 'message', 'description']);
    }
  });

  it('is 400 in JSON when the path is not well-formed', async (t) => {
    const { app } = await openHttpApp(t);
    const answer = await app.inject('/%zz');
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().code, -1);
  });
});

describe('the rest of the REST API', () => {
  it('is 501 in JSON with a credential and 403 without, under both of its names', async (t) => {
    const { app, project } = await openHttpApp(t);
    const headers = { 'x-opentok-auth': signRestCredential(project) };
    for (const root of ['project', 'partner']) {
      for (const [method, path] of [
        ['POST', 'archive'],
        ['POST', 'dial'],
        ['POST', 'session/2_x/connection/y/play-dtmf'],
        ['GET', 'captions/x'],
        ['PUT', 'archive/storage'],
        ['PATCH', 'broadcast/x/streams'],
      ] as const) {
        const url = `/v2/${root}/${project.apiKey}/${path}`;
        const answer = await app.inject({ method, url, headers });
        assert.equal(answer.statusCode, 501, `${method} ${url}`);
        assert.equal(typeof answer.json().message, 'string');
        assert.equal((await app.inject({ method, url })).statusCode, 403);
      }
    }
  });

  it('that nobody has is 404, but not without a credential', async (t) => {
    const { app, project } = await openHttpApp(t);
    const headers = { 'x-opentok-auth': signRestCredential(project) };
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/nothing'],
      ['PATCH', '/session/2_x/stream'],
      ['DELETE', '/session/2_x'],
      ['DELETE', '/session/2_x/'],
    ] as const) {
      const url = `/v2/project/${project.apiKey}${path}`;
      const answer = await app.inject({ method, url, headers });
      assert.equal(answer.statusCode, 404, `${method} ${url}`);
      assert.deepEqual(Object.keys(answer.json()), ['code', 'message', 'description']);
      assert.equal((await app.inject({ method, url })).statusCode, 403);
    }
  });

  it('has empty lists of what is not made yet', async (t) => {
    const { app, project } = await openHttpApp(t);
    const get = (path: string) =>
      app.inject({
        url: `/v2/project/${project.apiKey}/${path}`,
        headers: { 'x-opentok-auth': signRestCredential(project) },
      });
    for (const list of ['archive?offset=1&count=2', 'broadcast/', 'render']) {
      assert.deepEqual((await get(list)).json(), { count: 0, items: [] });
    }
    assert.deepEqual((await get('callback')).json(), []);
  });

  it('is 403 for the credential of another project', async (t) => {
    const { app, project, other } = await openHttpApp(t);
    const headers = { 'x-opentok-auth': signRestCredential(other) };
    const answer = await app.inject({ url: `/v2/project/${project.apiKey}/archive`, headers });
    assert.equal(answer.statusCode, 403);
  });

  it('is limited per address and minute', async (t) => {
    const { app } = await openHttpApp(t, { requestRate: 3 });
    const codes: number[] = [];
    for (let call = 0; call < 5; call++)
      codes.push((await app.inject({ method: 'POST', url: '/session/create' })).statusCode);
    assert.deepEqual(codes, [403, 403, 403, 429, 429]);
    const refused = await app.inject({ method: 'POST', url: '/session/create' });
    assert.deepEqual(Object.keys(refused.json()), ['code', 'message', 'description']);
    assert.ok(refused.headers['retry-after']);
    assert.equal((await app.inject('/health')).statusCode, 200);
  });
});

describe('the SDK', () => {
  it('is the same script under both names, for pages of every origin', async (t) => {
    const { app, sdkFolder } = await openHttpApp(t);
    writeFileSync(join(sdkFolder, 'client/conclave.min.js'), SCRIPT);
    writeFileSync(join(sdkFolder, 'client/conclave.min.js.map'), '{}');
    for (const name of ['opentok.min.js', 'conclave.min.js']) {
      const answer = await app.inject({ url: `/v2/js/${name}`, headers: { origin: 'https://app.example.com' } });
      assert.equal(answer.statusCode, 200);
      assert.equal(answer.body, SCRIPT);
      assert.match(String(answer.headers['content-type']), /^text\/javascript/);
      assert.equal(answer.headers['access-control-allow-origin'], '*');
      assert.equal(answer.headers['cross-origin-resource-policy'], 'cross-origin');
    }
    assert.equal((await app.inject('/v2/js/conclave.min.js.map')).body, '{}');
  });

  it('is compressed as the browser likes', async (t) => {
    const { app, sdkFolder } = await openHttpApp(t);
    writeFileSync(join(sdkFolder, 'client/conclave.min.js'), SCRIPT);
    const get = (accepted: string) =>
      app.inject({ url: '/v2/js/conclave.min.js', headers: { 'accept-encoding': accepted } });
    const br = await get('gzip, deflate, br, zstd');
    assert.equal(br.headers['content-encoding'], 'br');
    assert.equal(brotliDecompressSync(br.rawPayload).toString(), SCRIPT);
    const gzip = await get('gzip, br;q=0');
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    assert.equal(gunzipSync(gzip.rawPayload).toString(), SCRIPT);
    assert.equal((await get('identity')).headers['content-encoding'], undefined);
    assert.equal(br.headers.vary, 'accept-encoding');
  });

  it('is not sent again until it is built again', async (t) => {
    const { app, sdkFolder } = await openHttpApp(t);
    const file = join(sdkFolder, 'client/conclave.mjs');
    writeFileSync(file, SCRIPT);
    const first = await app.inject('/v2/js/conclave.mjs');
    const { etag } = first.headers;
    const again = await app.inject({ url: '/v2/js/conclave.mjs', headers: { 'if-none-match': `"x", W/${etag}` } });
    assert.equal(again.statusCode, 304);
    assert.equal(again.body, '');
    assert.equal(again.headers.etag, etag);
    writeFileSync(file, `${SCRIPT}// built again\n`);
    const fresh = await app.inject({ url: '/v2/js/conclave.mjs', headers: { 'if-none-match': String(etag) } });
    assert.equal(fresh.statusCode, 200);
    assert.match(fresh.body, /built again/);
  });

  it('has of the filters what the build put into their folder, and nothing beside or above it', async (t) => {
    const { app, sdkFolder } = await openHttpApp(t);
    const folder = join(sdkFolder, 'filters');
    mkdirSync(join(folder, 'inner.js'), { recursive: true });
    writeFileSync(join(folder, 'model.wasm'), 'a model');
    writeFileSync(join(folder, 'notes.txt'), 'not for browsers');
    writeFileSync(join(sdkFolder, 'secret.js'), 'a secret');
    const model = await app.inject('/v2/js/filters/model.wasm');
    assert.deepEqual([model.statusCode, model.body], [200, 'a model']);
    assert.equal(model.headers['content-type'], 'application/wasm');
    assert.equal(model.headers['access-control-allow-origin'], '*');
    for (const name of [
      'other.wasm',
      'notes.txt',
      'inner.js',
      'constructor',
      '..%2fsecret.js',
      '..%5csecret.js',
      '%2e%2e%2fsecret.js',
      'model.wasm%00.js',
      '../secret.js',
      '',
    ]) {
      const answer = await app.inject(`/v2/js/filters/${name}`);
      assert.equal(answer.statusCode, 404, name);
      assert.equal(answer.json().code, -1);
    }
    writeFileSync(join(folder, 'new.js'), 'built later');
    assert.equal((await app.inject('/v2/js/filters/new.js')).body, 'built later');
  });

  it('that is not built is a clear 503', async (t) => {
    const { app, sdkFolder } = await openHttpApp(t);
    const file = join(sdkFolder, 'client/conclave.min.js');
    rmSync(file, { force: true });
    for (const name of ['opentok.min.js', 'filters/filters.mjs']) {
      const answer = await app.inject(`/v2/js/${name}`);
      assert.equal(answer.statusCode, 503);
      assert.match(answer.json().message, /npm run build/);
    }
  });
});

describe('answers', () => {
  it('carry headers that shut out injected code, frames and sniffing', async (t) => {
    const { app } = await openHttpApp(t);
    for (const url of ['/health', '/nothing']) {
      const { headers } = await app.inject(url);
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /script-src 'self'/);
      assert.match(policy, /require-trusted-types-for 'script'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|upgrade-insecure-requests/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['x-powered-by'], undefined);
      assert.equal(headers['strict-transport-security'], undefined);
    }
  });

  it('demand HTTPS for the future where they come over a real certificate, ours or that of a trusted proxy', async (t) => {
    const demands = async (deps: Parameters<typeof openHttpApp>[1], headers: Record<string, string> = {}) => {
      const { app } = await openHttpApp(t, deps);
      const answer = await app.inject({ url: '/health', headers, remoteAddress: '10.0.0.1' });
      return answer.headers['strict-transport-security'];
    };
    const proxied = { 'x-forwarded-proto': 'https' };
    assert.equal(await demands({ trustedProxies: ['10.0.0.0/8'] }, proxied), 'max-age=31536000');
    assert.equal(await demands({ trustedProxies: ['10.0.0.0/8'] }, { 'x-forwarded-proto': 'http' }), undefined);
    assert.equal(await demands({ trustedProxies: ['10.0.0.2'] }, proxied), undefined);
    assert.equal(await demands({ hsts: true }, proxied), undefined);
    for (const hsts of [true, false]) {
      const { app } = await openHttpApp(t, { hsts });
      const listeners = new Listeners({ certificate: await createCertificate() });
      t.after(() => listeners.close(0));
      await listeners.open({ httpPort: 0, httpsPort: 0 });
      listeners.serve(app.routing);
      const headers = await readHeaders(listeners.httpsPort);
      assert.equal(headers['strict-transport-security'], hsts ? 'max-age=31536000' : undefined);
    }
  });

  it('to OPTIONS are the same with and without the headers of a preflight: there is none of another form', async (t) => {
    const { app } = await openHttpApp(t);
    const answer = await app.inject({ method: 'OPTIONS', url: '/session/create' });
    assert.deepEqual([answer.statusCode, answer.body], [204, '']);
  });

  it('may be read by the allowed origins', async (t) => {
    const preflight = async (allowedOrigins: string[], origin: string) => {
      const { app } = await openHttpApp(t, { allowedOrigins });
      const answer = await app.inject({
        method: 'OPTIONS',
        url: '/session/create',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      return answer.headers['access-control-allow-origin'];
    };
    assert.equal(await preflight([], 'https://a.example'), '*');
    assert.equal(await preflight(['https://a.example'], 'https://a.example'), 'https://a.example');
    assert.equal(await preflight(['https://a.example'], 'https://b.example'), undefined);
  });

  it('let pages send both kinds of credential, and see how long they are to wait', async (t) => {
    const { app } = await openHttpApp(t);
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'POST' };
    const preflight = await app.inject({ method: 'OPTIONS', url: '/session/create', headers });
    const allowed = String(preflight.headers['access-control-allow-headers']).split(', ');
    assert.deepEqual(allowed, ['content-type', 'x-opentok-auth', 'authorization']);
    assert.equal(preflight.headers['access-control-allow-credentials'], undefined);
    const answer = await app.inject({ method: 'POST', url: '/session/create', headers });
    assert.equal(answer.headers['access-control-expose-headers'], 'retry-after');
  });

  it('are no part of other sites, except the SDK', async (t) => {
    const { app } = await openHttpApp(t);
    assert.equal((await app.inject('/health')).headers['cross-origin-resource-policy'], 'same-origin');
    const script = await app.inject({ url: '/v2/js/opentok.min.js', headers: { origin: 'https://a.example' } });
    assert.equal(script.headers['cross-origin-resource-policy'], 'cross-origin');
  });

  it('to a failure of ours say nothing of it; the log does', async (t) => {
    const http = await openHttpApp(t);
    await http.store.close();
    const answer = await http.app.inject({
      method: 'POST',
      url: '/session/create',
      headers: { 'x-opentok-auth': signRestCredential(http.project) },
    });
    assert.equal(answer.statusCode, 500);
    assert.doesNotMatch(answer.body, /sqlite|database|driver/i);
    assert.match(http.log(), /"msg":"request failed"/);
  });
});
