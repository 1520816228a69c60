import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join as joinPath } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { receiveVideo, sendVideo } from '../support/media-client.ts';
import { ask, createOfficialSdk, createSdkSession, type OfficialSdk } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { type Scrape, scrape } from '../support/scrape.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { signClientJwt } from '../support/tokens.ts';
import { waitFor } from '../support/wait.ts';
import { findWorkers } from '../support/workers.ts';

// A real server with a real worker, read as Prometheus reads it.

/** An empty session stays open for 15 s, and then for one more. */
const CLOSED_WITHIN_MS = 25_000;
/** Frames of 201 bytes, 30 a second, with 12 bytes of RTP and 16 of SRTP each. */
const VIDEO_BPS = (201 + 12 + 16) * 8 * 30;

let server: TestServer;
let sdk: OfficialSdk;
const clients: RawClient[] = [];

before(async () => {
  server = await startServer();
  sdk = createOfficialSdk(server);
});
after(() => server.close());
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});

async function join(sessionId: string, options: object = {}): Promise<RawClient> {
  const token = sdk.generateToken(sessionId, { role: 'moderator', ...options });
  const client = await joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId, token });
  clients.push(client);
  return client;
}

/** Reads the numbers until they are as expected; says how they were where they never are. */
async function until(what: string, look: (now: Scrape) => boolean, timeoutMs?: number): Promise<Scrape> {
  let last: Scrape | undefined;
  return waitFor(async () => {
    last = await scrape(server);
    return look(last) && last;
  }, timeoutMs).catch(() => assert.fail(`${what}:\n${last?.text}`));
}

const gauges = [
  ['conclave_sessions', {}],
  ['conclave_connections', {}],
  ['conclave_publishers', {}],
  ['conclave_subscribers', {}],
  ['conclave_subscribing_only', {}],
  ['conclave_streams', { kind: 'camera' }],
  ['conclave_tracks', { kind: 'video', state: 'on' }],
  ['conclave_worker_rooms', { worker: '0' }],
] as const;

describe('the numbers of a call', () => {
  test('are those of the call while media flows, and zero when all have left', async () => {
    const { sessionId } = await createSdkSession(sdk, { mediaMode: 'routed' });
    const [publisher, viewer] = [await join(sessionId), await join(sessionId)];
    await until('two connections', (now) => now.value('conclave_connections') === 2);
    const sent = await sendVideo(publisher);
    const received = await receiveVideo(viewer, sent.streamId);

    const flowing = await until('media both ways', (now) =>
      (['in', 'out'] as const).every((direction) => {
        const bitrateBps = now.value('conclave_media_bitrate_bps', { direction }) ?? 0;
        return bitrateBps > VIDEO_BPS / 4;
      }),
    );
    const expected = [1, 2, 1, 1, 1, 1, 1, 1];
    assert.deepEqual(
      gauges.map(([name, labels]) => flowing.value(name, labels)),
      expected,
      flowing.text,
    );
    assert.equal(flowing.value('conclave_worker_transports', { worker: '0' }), 4, 'two for each connection');
    for (const direction of ['in', 'out']) {
      const bitrateBps = flowing.value('conclave_media_bitrate_bps', { direction }) ?? 0;
      assert.ok(bitrateBps < VIDEO_BPS * 4, `${direction}: ${bitrateBps}`);
    }
    const suites = ['SRTP_AEAD_AES_256_GCM', 'SRTP_AEAD_AES_128_GCM', 'SRTP_AES128_CM_SHA1_80', 'unknown'];
    assert.deepEqual(
      suites.map((suite) => flowing.value('conclave_encrypted_transports', { suite })),
      [0, 2, 0, 0],
    );

    publisher.notify('updateStream', { streamId: sent.streamId, hasVideo: false });
    await until('a muted track', (now) => now.value('conclave_tracks', { kind: 'video', state: 'off' }) === 1);

    await Promise.all([sent.close(), received.close()]);
    publisher.leave();
    viewer.leave();
    const ended = await until(
      'zeros',
      (now) => gauges.every(([name, labels]) => now.value(name, labels) === 0),
      CLOSED_WITHIN_MS,
    );
    const idle = await until('no transports', (now) =>
      suites.every((suite) => now.value('conclave_encrypted_transports', { suite }) === 0),
    );
    for (const direction of ['in', 'out']) assert.equal(idle.value('conclave_media_bitrate_bps', { direction }), 0);
    assert.equal(idle.value('conclave_worker_transports', { worker: '0' }), 0);
    assert.equal(ended.value('conclave_leaves_total', { reason: 'clientDisconnected' }), 2);
    assert.equal(ended.value('conclave_connection_duration_seconds_count'), 2);
    const lastedSeconds = ended.value('conclave_connection_duration_seconds_sum') ?? 0;
    assert.ok(lastedSeconds > 0 && lastedSeconds < 60, String(lastedSeconds));
  });
});

describe('what happens', () => {
  /** How much counters grow while something is done. */
  async function growth(
    counters: readonly (readonly [string, Readonly<Record<string, string>>])[],
    act: () => Promise<unknown>,
  ): Promise<number[]> {
    const read = (now: Scrape) => counters.map(([name, labels]) => now.value(name, labels) ?? 0);
    const before = read(await scrape(server));
    await act();
    return read(await scrape(server)).map((value, index) => value - (before[index] ?? 0));
  }

  test('is counted: joins, refusals by code, signals by origin, requests by route', async () => {
    const { sessionId } = await createSdkSession(sdk, { mediaMode: 'routed' });
    const { apiKey } = server;
    const grown = await growth(
      [
        ['conclave_joins_total', {}],
        ['conclave_join_duration_seconds_count', {}],
        ['conclave_join_failures_total', { code: 'authenticationFailed' }],
        ['conclave_messages_refused_total', { code: 'invalidMessage' }],
        ['conclave_signals_total', { from: 'client' }],
        ['conclave_signals_total', { from: 'back-end' }],
        ['conclave_leaves_total', { reason: 'forceDisconnected' }],
        ['conclave_http_requests_total', { method: 'GET', route: '/health', status: '200' }],
        ['conclave_http_request_duration_seconds_count', { method: 'GET', route: '/health' }],
        ['conclave_http_requests_total', { method: 'GET', route: 'none', status: '404' }],
        ['conclave_errors_total', { where: 'http' }],
      ],
      async () => {
        const [one, two] = [await join(sessionId), await join(sessionId)];
        const stranger = signClientJwt({ apiKey, apiSecret: 'f'.repeat(40) }, sessionId);
        await assert.rejects(joinRaw(server.httpUrl, { apiKey, sessionId, token: stranger }));
        await assert.rejects(one.requestRaw('nonsense', {}));
        await one.request('signal', { data: '"hello"' });
        await ask(sdk, 'signal', sessionId, null, { type: 'chat', data: 'hello' });
        await one.request('forceDisconnect', { connectionId: two.id });
        for (const path of ['/health', '/health', '/nowhere/4711']) await (await fetch(server.httpUrl + path)).text();
      },
    );
    assert.deepEqual(grown, [2, 2, 1, 1, 1, 1, 1, 2, 2, 1, 0]);
  });

  test('is told without a word about who: no id, no key, no address', async () => {
    const { sessionId } = await createSdkSession(sdk, { mediaMode: 'routed' });
    const client = await join(sessionId, { data: 'name=Zaphod4711' });
    const streamId = await client.publish({ name: 'Zaphod4711' });
    await ask(sdk, 'listStreams', sessionId);
    await fetch(`${server.httpUrl}/Zaphod4711?Zaphod4711`, { method: 'PUT' });
    const { text } = await scrape(server);
    for (const secret of [sessionId, client.id, streamId, server.apiKey, 'Zaphod', '127.0.0.1', '::1']) {
      assert.ok(!text.includes(secret), secret);
    }
  });
});

describe('media workers', () => {
  test('are shown with their load', async () => {
    const [pid] = findWorkers(server.child.pid ?? 0);
    const now = await until(
      'a worker',
      (each) => (each.value('conclave_worker_memory_bytes', { worker: '0' }) ?? 0) > 0,
    );
    const keptKb = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    const shownBytes = now.value('conclave_worker_memory_bytes', { worker: '0' }) ?? 0;
    assert.ok(Math.abs(shownBytes / (keptKb * 1024) - 1) < 0.5, `${shownBytes} bytes, and ${keptKb} kB by the system`);
    const cpuSeconds = now.value('conclave_worker_cpu_seconds_total', { worker: '0' }) ?? 0;
    assert.ok(cpuSeconds > 0 && cpuSeconds < performance.now() / 1000, String(cpuSeconds));
  });

  test('that are killed are counted, and the next one has the same place', async () => {
    const [pid] = findWorkers(server.child.pid ?? 0);
    assert.ok(pid !== undefined);
    const before = (await scrape(server)).value('conclave_worker_deaths_total') ?? 0;
    process.kill(pid, 'SIGKILL');
    const now = await until(
      'the next worker',
      (each) => each.value('conclave_worker_deaths_total') === before + 1 && each.value('conclave_workers') === 1,
    );
    assert.equal(now.value('conclave_worker_rooms', { worker: '1' }), undefined);
    assert.notEqual(now.value('conclave_worker_rooms', { worker: '0' }), undefined);
  });
});

describe('who may read them', () => {
  const token = 'bf2c1a90d4e35f67bf2c1a90';

  /** The status of /metrics over HTTPS, with the certificate the server keeps. */
  function askHttps(at: TestServer, headers: Record<string, string> = {}): Promise<number | undefined> {
    const ca = readFileSync(joinPath(at.dataDir, 'development-certificate.pem'), 'utf8');
    return new Promise((resolve, reject) => {
      get(`${at.httpsUrl}/metrics`, { ca, headers }, (answer) => resolve(answer.resume().statusCode)).on(
        'error',
        reject,
      );
    });
  }

  test('over HTTPS nobody without a token, even on this machine', async () => {
    assert.equal(await askHttps(server), 403);
    assert.equal(await askHttps(server, { authorization: 'Bearer undefined' }), 403);
  });

  test('with a token whoever has it; the log has it not', async (t) => {
    const guarded = await startServer({ env: { CONCLAVE_METRICS_TOKEN: token, CONCLAVE_LOG_LEVEL: 'trace' } });
    t.after(() => guarded.close());
    assert.equal(await askHttps(guarded, { authorization: `Bearer ${token}` }), 200);
    assert.equal(await askHttps(guarded, { authorization: `Bearer ${token.slice(1)}` }), 403);
    const passedOn = await fetch(`${guarded.httpUrl}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    assert.equal(passedOn.status, 403);
    assert.equal((await scrape(guarded)).value('conclave_sessions'), 0);
    assert.ok(!guarded.stderr().includes(token.slice(1)));
  });

  test('nobody, where they are switched off', async (t) => {
    const silent = await startServer({ env: { CONCLAVE_METRICS: 'off' } });
    t.after(() => silent.close());
    assert.equal((await fetch(`${silent.httpUrl}/metrics`)).status, 404);
  });
});
