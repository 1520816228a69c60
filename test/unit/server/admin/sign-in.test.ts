import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { mountAdmin } from '../../../../src/server/admin/admin.ts';
import type { AdminLimits } from '../../../../src/server/admin/limits.ts';
import { UNWATCHED } from '../../../../src/server/observations.ts';
import { DEFAULT_LIMITS } from '../../../../src/server/sessions/limits.ts';
import { SessionRegistry } from '../../../../src/server/sessions/registry.ts';
import { FakePlane } from '../sessions/fake-room.ts';

const PASSPHRASE = 'correct horse battery staple';
const ORIGIN = 'https://video.example';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The page's server side with a clock the test moves. */
async function openAdmin(t: TestContext, limits: Partial<AdminLimits> = {}) {
  const pageFolder = mkdtempSync(join(tmpdir(), 'conclave-admin-'));
  writeFileSync(join(pageFolder, 'index.html'), '<title>Conclave</title>');
  const clock = { now: 1_790_000_000_000 };
  const app = Fastify();
  const mediaPlane = new FakePlane();
  await mountAdmin(app, {
    registry: new SessionRegistry({ mediaPlane, limits: DEFAULT_LIMITS, logger: silent }),
    sessions: { find: async () => undefined, search: async () => ({ count: 0, items: [] }) },
    projects: { list: async () => [] },
    tokens: { revoke: async () => undefined },
    callbackState: () => ({ deliveries: 0, oldestAt: undefined, delivered: 0, failed: 0, givenUp: 0 }),
    status: () => 'healthy',
    watch: UNWATCHED,
    version: '1.2.3',
    logger: silent,
    mediaPlane,
    passphrase: PASSPHRASE,
    pageFolder,
    limits,
    now: () => clock.now,
  });
  t.after(async () => {
    await app.close();
    rmSync(pageFolder, { recursive: true });
  });
  return { app, clock };
}

function signIn(app: FastifyInstance, passphrase: string, address = '192.0.2.1'): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: '/admin/api/sign-in',
    headers: { host: 'video.example', origin: ORIGIN },
    payload: { passphrase },
    remoteAddress: address,
  });
}

async function isSignedIn(app: FastifyInstance, cookies: Record<string, string>): Promise<boolean> {
  return (await app.inject({ url: '/admin/api/overview', cookies })).statusCode === 200;
}

const cookiesOf = (response: LightMyRequestResponse): Record<string, string> =>
  Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]));

describe("the operator's sign-in", () => {
  it('takes the passphrase as it was copied, and no other', async (t) => {
    const { app } = await openAdmin(t);
    assert.equal((await signIn(app, ` ${PASSPHRASE}\n`)).statusCode, 200);
    for (const wrong of [PASSPHRASE.slice(1), `${PASSPHRASE}e`, PASSPHRASE.toUpperCase(), ' ']) {
      const response = await signIn(app, wrong);
      assert.equal(response.statusCode, 401, wrong);
      assert.deepEqual(response.cookies, []);
    }
  });

  it('is stopped after ten attempts in a minute, and then even the right passphrase has to wait', async (t) => {
    const { app } = await openAdmin(t);
    for (let attempt = 1; attempt <= 10; attempt++) assert.equal((await signIn(app, 'wrong')).statusCode, 401);
    const response = await signIn(app, PASSPHRASE);
    assert.equal(response.statusCode, 429);
    assert.deepEqual(response.json(), {
      error: { code: 'rateLimited', message: 'Too many requests. Wait a minute and try again.' },
    });
    assert.equal((await signIn(app, PASSPHRASE, '192.0.2.2')).statusCode, 200);
  });

  it('is limited for all addresses together, too', async (t) => {
    const { app } = await openAdmin(t, { allAttemptsPerMinute: 3 });
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      assert.equal((await signIn(app, 'wrong', address)).statusCode, 401);
    }
    assert.equal((await signIn(app, PASSPHRASE, '192.0.2.4')).statusCode, 429);
  });

  it('gives a cookie for https alone when a proxy in front speaks https', async (t) => {
    const { app } = await openAdmin(t);
    const [cookie] = (await signIn(app, PASSPHRASE)).cookies;
    assert.equal(cookie?.secure, true);
    assert.equal(cookie?.httpOnly, true);
    assert.equal(cookie?.sameSite, 'Strict');
    assert.equal(cookie?.path, '/admin');
  });

  it('ends by itself after twelve hours', async (t) => {
    const { app, clock } = await openAdmin(t);
    const cookies = cookiesOf(await signIn(app, PASSPHRASE));
    clock.now += 12 * 3_600_000 - 1;
    assert.equal(await isSignedIn(app, cookies), true);
    clock.now += 1;
    assert.equal(await isSignedIn(app, cookies), false);
  });

  it('is kept for so many browsers; the oldest has to sign in again', async (t) => {
    const { app } = await openAdmin(t, { signIns: 2 });
    const first = cookiesOf(await signIn(app, PASSPHRASE));
    const second = cookiesOf(await signIn(app, PASSPHRASE));
    const third = cookiesOf(await signIn(app, PASSPHRASE));
    const known = await Promise.all([first, second, third].map((cookies) => isSignedIn(app, cookies)));
    assert.deepEqual(known, [false, true, true]);
  });

  it('does not lift the limit of calls', async (t) => {
    const { app } = await openAdmin(t, { callsPerMinute: 2 });
    const cookies = cookiesOf(await signIn(app, PASSPHRASE));
    const ask = async () => (await app.inject({ url: '/admin/api/overview', cookies })).statusCode;
    assert.deepEqual([await ask(), await ask(), await ask()], [200, 200, 429]);
  });

  it('is not asked for a body that is too large', async (t) => {
    const { app } = await openAdmin(t);
    assert.equal((await signIn(app, 'x'.repeat(5000))).statusCode, 413);
  });
});
