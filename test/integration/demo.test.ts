import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { after, before, describe, test } from 'node:test';
import Fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from 'fastify';
import { decodeJwt } from 'jose';
import { type DemoDeps, registerDemo } from '../../demo/backend.ts';
import { startServer, type TestServer } from '../support/server.ts';

// The demo's back end as a customer of a real server: it makes its sessions there through the REST API.

const PASSCODE = 'not the one of the server';
const ORIGIN = 'https://meet.example';

let server: TestServer;
const apps: FastifyInstance[] = [];

before(async () => {
  server = await startServer();
});

after(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await server.close();
});

/** A demo of its own, with a clock the test moves. */
async function openDemo(limits: DemoDeps['limits'] = {}) {
  const clock = { now: Date.now() };
  const app = Fastify();
  apps.push(app);
  await registerDemo(app, {
    apiUrl: server.httpUrl,
    apiKey: server.apiKey,
    apiSecret: server.apiSecret,
    passcode: PASSCODE,
    limits: { wrongPasscodeDelayMs: 0, ...limits },
    now: () => clock.now,
  });
  return { app, clock };
}

function post(app: FastifyInstance, url: string, payload: object, options: InjectOptions = {}) {
  return app.inject({
    method: 'POST',
    url,
    payload,
    ...options,
    headers: { host: 'meet.example', origin: ORIGIN, ...options.headers },
  });
}

async function signIn(app: FastifyInstance): Promise<Record<string, string>> {
  const response = await post(app, '/demo/sign-in', { passcode: PASSCODE });
  assert.equal(response.statusCode, 200);
  return Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]));
}

async function openRoom(app: FastifyInstance): Promise<{ roomId: string; link: string; expiresAt: number }> {
  const response = await post(app, '/demo/rooms', {}, { cookies: await signIn(app) });
  assert.equal(response.statusCode, 200, response.body);
  return response.json();
}

const codeOf = (response: LightMyRequestResponse): string => response.json().error.code;

describe('signing in as host', () => {
  test('the passcode gives a cookie that scripts and other sites cannot use', async () => {
    const { app } = await openDemo();
    const response = await post(app, '/demo/sign-in', { passcode: PASSCODE }, { authority: 'meet.example' });
    assert.equal(response.statusCode, 200);
    assert.deepEqual(response.json(), { signedIn: true });
    const [cookie] = response.cookies;
    assert.equal(cookie?.httpOnly, true);
    assert.equal(cookie?.sameSite, 'Strict');
    assert.equal(cookie?.path, '/demo');
    assert.ok((cookie?.value.length ?? 0) >= 43, 'the key has 256 bits');
  });

  test('a wrong passcode is refused, takes its time, and gives no cookie', async () => {
    const { app } = await openDemo({ wrongPasscodeDelayMs: 300 });
    const from = performance.now();
    const response = await post(app, '/demo/sign-in', { passcode: `${PASSCODE}!` });
    assert.ok(performance.now() - from >= 295);
    assert.equal(response.statusCode, 401);
    assert.equal(codeOf(response), 'wrongPasscode');
    assert.deepEqual(response.cookies, []);
  });

  test('guessing is stopped, and then even the right passcode has to wait', async () => {
    const { app } = await openDemo({ signInsPerMinute: 3 });
    for (const guess of ['a', 'b', 'c']) {
      assert.equal((await post(app, '/demo/sign-in', { passcode: guess })).statusCode, 401);
    }
    const response = await post(app, '/demo/sign-in', { passcode: PASSCODE });
    assert.equal(response.statusCode, 429);
    assert.equal(codeOf(response), 'tooManyRequests');
  });

  test('a sign-in ends by signing out, and by itself', async () => {
    const { app, clock } = await openDemo({ signInLifetimeMs: 60_000 });
    const isHost = async (cookies: Record<string, string>) =>
      (await app.inject({ url: '/demo/host', cookies })).json().signedIn;
    const first = await signIn(app);
    assert.equal(await isHost(first), true);
    await post(app, '/demo/sign-out', {}, { cookies: first });
    assert.equal(await isHost(first), false);
    const second = await signIn(app);
    clock.now += 60_000;
    assert.equal(await isHost(second), false);
  });
});

describe('starting and joining a meeting', () => {
  test('only a signed-in host starts one', async () => {
    const { app } = await openDemo();
    const cookies = { conclave_demo_host: 'a'.repeat(43) };
    for (const options of [{}, { cookies }]) {
      const response = await post(app, '/demo/rooms', {}, options);
      assert.equal(response.statusCode, 401);
      assert.equal(codeOf(response), 'notSignedIn');
    }
  });

  test('the link holds 128 random bits behind the #, and nothing else', async () => {
    const { app } = await openDemo();
    const { roomId, link } = await openRoom(app);
    assert.match(roomId, /^[A-Za-z0-9_-]{22}$/);
    assert.equal(link, `${ORIGIN}/demo/#room=${roomId}`);
    assert.notEqual((await openRoom(app)).roomId, roomId);
  });

  test('a token carries the role asked for and the name, and never outlives the room', async () => {
    const { app } = await openDemo();
    const { roomId, expiresAt } = await openRoom(app);
    const cookies = await signIn(app);
    const join = async (as: string, options: InjectOptions = {}) =>
      (await post(app, '/demo/rooms/join', { roomId, name: '  Ada \u202e Lovelace ', as }, options)).json();
    const guest = await join('participant');
    assert.equal(guest.apiKey, server.apiKey);
    const claims = decodeJwt(guest.token);
    assert.equal(claims.role, 'publisher');
    assert.equal(claims.session_id, guest.sessionId);
    assert.deepEqual(JSON.parse(String(claims.connection_data)), { name: 'Ada Lovelace' });
    assert.ok(guest.expiresAt <= expiresAt);
    assert.equal(decodeJwt((await join('viewer')).token).role, 'subscriber');
    assert.equal(decodeJwt((await join('participant', { cookies })).token).role, 'moderator');
    assert.equal(decodeJwt((await join('viewer', { cookies })).token).role, 'subscriber');
  });

  test('an unknown and an expired link look the same', async () => {
    const { app, clock } = await openDemo({ roomLifetimeMs: 1000 });
    const { roomId } = await openRoom(app);
    const join = (id: string) => post(app, '/demo/rooms/join', { roomId: id, name: 'Ada', as: 'participant' });
    assert.equal((await join(roomId)).statusCode, 200);
    clock.now += 1000;
    const [expired, unknown] = [await join(roomId), await join('A'.repeat(22))];
    assert.equal(expired.statusCode, 404);
    assert.equal(codeOf(expired), 'roomNotFound');
    assert.equal(unknown.statusCode, expired.statusCode);
    assert.equal(unknown.body, expired.body);
  });

  test('there are only so many rooms, and expired ones make place', async () => {
    const { app, clock } = await openDemo({ rooms: 2, roomLifetimeMs: 1000 });
    const cookies = await signIn(app);
    const open = () => post(app, '/demo/rooms', {}, { cookies });
    const answers = await Promise.all([open(), open(), open()]);
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 200, 503]);
    clock.now += 1000;
    assert.equal((await open()).statusCode, 200);
  });

  test('the connection is checked in a session beside the meeting, by whoever has a link, and not too often', async () => {
    const { app, clock } = await openDemo({ checksPerMinute: 3, checkLifetimeMs: 60_000 });
    const { roomId } = await openRoom(app);
    const check = (id: string) => post(app, '/demo/rooms/check', { roomId: id });
    const [checked, again] = [(await check(roomId)).json(), (await check(roomId)).json()];
    const joined = (await post(app, '/demo/rooms/join', { roomId, name: 'Ada', as: 'participant' })).json();
    assert.equal(again.sessionId, checked.sessionId);
    assert.notEqual(joined.sessionId, checked.sessionId);
    const claims = decodeJwt(checked.token);
    assert.equal(claims.role, 'publisher');
    assert.equal(claims.session_id, checked.sessionId);
    assert.equal(checked.expiresAt, clock.now + 60_000);
    assert.equal(codeOf(await check('A'.repeat(22))), 'roomNotFound');
    assert.equal((await check(roomId)).statusCode, 429);
    assert.equal((await post(app, '/demo/rooms/check', { roomId: '../x' })).statusCode, 429);
  });

  test('joining is limited, too', async () => {
    const { app } = await openDemo({ joinsPerMinute: 2 });
    const join = () => post(app, '/demo/rooms/join', { roomId: 'A'.repeat(22), name: 'Ada', as: 'viewer' });
    const answers = [await join(), await join(), await join()];
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [404, 404, 429],
    );
  });
});

describe('what the back end refuses', () => {
  test('requests of other sites and from forms', async () => {
    const { app } = await openDemo();
    const ask = (headers: Record<string, string>) => post(app, '/demo/sign-in', { passcode: PASSCODE }, { headers });
    for (const origin of ['https://evil.example', 'null', '', 'https://meet.example.evil.example']) {
      const response = await ask({ origin });
      assert.equal(response.statusCode, 403, origin);
      assert.equal(codeOf(response), 'foreignOrigin');
    }
    assert.equal((await ask({ 'content-type': 'text/plain' })).statusCode, 415);
    assert.equal((await ask({ 'content-type': 'application/x-www-form-urlencoded' })).statusCode, 415);
  });

  test('bodies that do not fit', async () => {
    const { app } = await openDemo();
    const good = { roomId: 'A'.repeat(22), name: 'Ada', as: 'viewer' };
    const bodies = [
      {},
      { ...good, roomId: '../../etc/passwd' },
      { ...good, name: 'x'.repeat(61) },
      { ...good, name: '' },
      { ...good, as: 'moderator' },
      { ...good, as: ['viewer', 'moderator'] },
    ];
    for (const body of bodies) {
      const response = await post(app, '/demo/rooms/join', body);
      assert.equal(response.statusCode, 400, JSON.stringify(body));
      assert.equal(codeOf(response), 'invalidRequest');
    }
    const { roomId } = await openRoom(app);
    const nameless = await post(app, '/demo/rooms/join', { ...good, roomId, name: ' \u0007 ' });
    assert.equal(codeOf(nameless), 'nameMissing');
  });

  test('a platform that fails is reported in words, without its secret', async () => {
    const app = Fastify();
    apps.push(app);
    const apiSecret = 'f'.repeat(40);
    await registerDemo(app, { apiUrl: server.httpUrl, apiKey: server.apiKey, apiSecret, passcode: PASSCODE });
    const response = await post(app, '/demo/rooms', {}, { cookies: await signIn(app) });
    assert.equal(response.statusCode, 502);
    assert.equal(codeOf(response), 'platformFailed');
    assert.ok(!response.body.includes(apiSecret));
  });
});

describe('the demo on the real server', () => {
  test('serves its page under a policy that allows nothing from elsewhere', async () => {
    const page = await fetch(`${server.httpUrl}/`);
    assert.equal(page.status, 200);
    assert.equal(new URL(page.url).pathname, '/demo/');
    assert.match(await page.text(), /<title>Conclave/);
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.equal((await fetch(`${server.httpUrl}/demo`)).url, `${server.httpUrl}/demo/`);
  });

  test('over https the host cookie is for https only', async () => {
    const { headers } = await new Promise<IncomingMessage>((resolve, reject) => {
      const { httpsUrl: origin } = server;
      const sent = request(
        `${origin}/demo/sign-in`,
        { method: 'POST', rejectUnauthorized: false, headers: { origin, 'content-type': 'application/json' } },
        (response) => resolve(response.resume()),
      );
      sent.on('error', reject).end(JSON.stringify({ passcode: server.passcode }));
    });
    assert.match(String(headers['set-cookie']), /; HttpOnly; Secure; SameSite=Strict/);
  });

  test('no answer and no log line holds the secret, the passcode, a name or a room', async () => {
    const { httpUrl, apiSecret, passcode = '' } = server;
    assert.notEqual(passcode, '');
    const answers: string[] = [];
    let cookie = '';
    const send = async (path: string, body?: object): Promise<Record<string, string>> => {
      const response = await fetch(`${httpUrl}/demo/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { origin: httpUrl, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      const text = await response.text();
      answers.push(text, JSON.stringify([...response.headers]));
      return text.startsWith('{') ? JSON.parse(text) : {};
    };
    for (const file of ['', 'app.js', 'tokens.css', 'host']) await send(file);
    await send('sign-in', { passcode: 'wrong' });
    await send('sign-in', { passcode });
    const hostKey = cookie.split('=')[1] ?? '';
    const { roomId = '' } = await send('rooms', {});
    assert.match(roomId, /^[A-Za-z0-9_-]{22}$/);
    const { token = '' } = await send('rooms/join', { roomId, name: 'Marked-Name', as: 'participant' });
    assert.match(token, /\./);
    await send('rooms/join', { roomId: 'A'.repeat(22), name: 'Marked-Name', as: 'viewer' });
    await send('sign-out', {});
    for (const answer of answers) assert.ok(!answer.includes(apiSecret) && !answer.includes(passcode));
    const log = `${server.stdout()}${server.stderr()}`.replace(/^.*Demo passcode.*$/m, '');
    for (const marked of [apiSecret, passcode, token, roomId, hostKey, 'Marked-Name']) {
      assert.ok(marked.length > 5);
      assert.ok(!log.includes(marked), `the log holds ${marked}`);
    }
  });
});
