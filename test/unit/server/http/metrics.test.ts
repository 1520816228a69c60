import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Observation } from '../../../../src/server/observations.ts';
import { openHttpApp } from '../../../support/http-app.ts';

const TOKEN = 'bf2c1a90d4e35f67bf2c1a90';
const metricsText = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  print: async () => 'conclave_sessions 0\n',
};

/** Asks for /metrics; a request of this machine unless told otherwise. */
async function ask(
  app: Awaited<ReturnType<typeof openHttpApp>>['app'],
  { remoteAddress = '127.0.0.1', ...headers }: Record<string, string> = {},
): Promise<number> {
  const answer = await app.inject({ url: '/metrics', remoteAddress, headers: { host: 'localhost:8080', ...headers } });
  return answer.statusCode;
}

describe('GET /metrics', () => {
  test('answers whoever is on this machine, by any of its names', async (t) => {
    const { app } = await openHttpApp(t, { metricsText });
    const answer = await app.inject({ url: '/metrics', headers: { host: '127.0.0.1:8080' } });
    assert.deepEqual([answer.statusCode, answer.body], [200, 'conclave_sessions 0\n']);
    assert.equal(answer.headers['content-type'], metricsText.contentType);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(await ask(app, { remoteAddress: '::1', host: '[::1]:8080' }), 200);
    assert.equal(await ask(app, { remoteAddress: '::ffff:127.0.0.1' }), 200);
  });

  test('is 403 for those who come from elsewhere, over a proxy, or under a name of the world', async (t) => {
    const { app } = await openHttpApp(t, { metricsText });
    for (const strange of [
      { remoteAddress: '203.0.113.9' },
      { remoteAddress: '2001:db8::7' },
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-proto': 'https' },
      { forwarded: 'for=127.0.0.1' },
      { 'x-real-ip': '127.0.0.1' },
      { via: '1.1 proxy' },
      { host: 'video.example.com' },
      { host: '127.0.0.1.evil.example' },
    ]) {
      assert.equal(await ask(app, strange), 403, JSON.stringify(strange));
    }
  });

  test('is open to everyone with the token, and with nothing that is only like it', async (t) => {
    const { app } = await openHttpApp(t, { metricsText, metricsToken: TOKEN });
    const elsewhere = { remoteAddress: '203.0.113.9', 'x-forwarded-for': '203.0.113.10', host: 'video.example.com' };
    assert.equal(await ask(app, { ...elsewhere, authorization: `Bearer ${TOKEN}` }), 200);
    assert.equal(await ask(app, { ...elsewhere, authorization: `bearer ${TOKEN}` }), 200);
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      `Basic ${TOKEN}`,
      TOKEN,
      `Bearer ${TOKEN}0`,
      `Bearer ${TOKEN.slice(1)}`,
    ]) {
      assert.equal(await ask(app, { ...elsewhere, authorization }), 403, authorization);
    }
    assert.equal(await ask(app), 200, 'this machine needs none');
  });

  test('without a token there is none that opens it', async (t) => {
    const { app } = await openHttpApp(t, { metricsText });
    for (const authorization of ['Bearer undefined', 'Bearer null', 'Bearer ']) {
      assert.equal(await ask(app, { remoteAddress: '203.0.113.9', authorization }), 403);
    }
  });

  test('is not there when it is switched off', async (t) => {
    const { app } = await openHttpApp(t);
    assert.equal(await ask(app), 404);
  });

  test('is not asked without end', async (t) => {
    const { app } = await openHttpApp(t, { metricsText, requestRate: 3 });
    const answers = [await ask(app), await ask(app), await ask(app), await ask(app)];
    assert.deepEqual(answers, [200, 200, 200, 429]);
  });
});

test('an answer is observed with the pattern of its route, never with its path', async (t) => {
  const seen: Observation[] = [];
  const { app } = await openHttpApp(t, {
    watch: { observe: (observation) => seen.push(observation), audit: () => undefined },
  });
  await app.inject('/v2/project/4711/session/2_secret/stream');
  await app.inject('/nowhere/secret?secret');
  assert.deepEqual(
    seen.map((each) => each.seen === 'answered' && [each.method, each.route, each.status]),
    [
      ['GET', '/v2/project/:projectId/session/:sessionId/stream', 403],
      ['GET', 'none', 404],
    ],
  );
});
