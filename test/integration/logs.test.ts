import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { joinRaw, joinWith, type RawClient } from '../support/raw-client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { signRestCredential } from '../support/tokens.ts';

/** Stands wherever a person or a secret could be. */
const MARK = 'Zaphod4711';
const FORWARDED = '198.51.100.23';

describe('the log of a server that was used in every way', () => {
  let server: TestServer;
  const tokens: string[] = [];

  before(async () => {
    server = await startServer({ env: { CONCLAVE_LOG_LEVEL: 'trace' } });
    await useWell();
    await useBadly();
    await server.close();
  });
  after(() => server.close());

  async function useWell(): Promise<void> {
    const sdk = createOfficialSdk(server);
    const session = await createSdkSession(sdk, {
      mediaMode: 'routed',
      archiveMode: 'always',
      archiveName: MARK,
      location: FORWARDED,
    });
    const { sessionId } = session;
    const join = (data: string, t1: boolean): Promise<RawClient> => {
      const token = sdk.generateToken(sessionId, { data, role: 'moderator' }, t1);
      tokens.push(token);
      return joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId, token });
    };
    const first = await join(`name=${MARK}`, false);
    const second = await join(JSON.stringify({ name: MARK }), true);
    await second.connectTransports();
    const streamId = await first.publish({ name: MARK, initials: 'ZB' });
    await second.subscribe(streamId);
    await first.request('signal', { type: MARK, data: JSON.stringify(MARK) });
    first.leave();
    await second.next('streamDestroyed');
    second.kill();
  }

  async function useBadly(): Promise<void> {
    const session = await createSdkSession(createOfficialSdk(server));
    const { sessionId } = session;
    const wrong = createOfficialSdk(server, 'f'.repeat(40)).generateToken(sessionId, { data: MARK });
    const good = session.generateToken({ data: MARK });
    tokens.push(wrong, good);
    const { apiKey } = server;
    await assert.rejects(joinRaw(server.httpUrl, { apiKey, sessionId, token: wrong }));
    await assert.rejects(joinRaw(server.httpUrl, { apiKey, sessionId: MARK, token: good }));
    await assert.rejects(joinRaw(server.httpUrl, { apiKey: MARK, sessionId, token: good }));
    await assert.rejects(joinWith(server.httpUrl, { token: good, name: MARK }));
    await assert.rejects(joinWith(server.httpUrl, MARK));
    const client = await joinRaw(server.httpUrl, { apiKey, sessionId, token: good });
    await assert.rejects(client.requestRaw(MARK, { name: MARK }));
    await assert.rejects(client.requestRaw('publish', { properties: { name: MARK }, tracks: MARK }));
    await assert.rejects(client.requestRaw('signal', { to: MARK }));
    client.leave();
    await callRest(good);
  }

  /** Requests with the mark in path, query, headers and body; the credential is missing, wrong or right. */
  async function callRest(clientToken: string): Promise<void> {
    const headers = {
      'x-forwarded-for': FORWARDED,
      'user-agent': MARK,
      cookie: `name=${MARK}`,
      referer: `http://${MARK}/`,
    };
    const credential = signRestCredential(server);
    tokens.push(credential);
    const paths = [
      '/session/create',
      `/v2/project/${server.apiKey}/${MARK}`,
      `/${MARK}`,
      `/health/${MARK}`,
      '/demo/rooms',
    ];
    for (const path of paths) {
      for (const [type, body] of [
        ['application/json', `{"name":"${MARK}`],
        ['application/json', `{"archiveMode":"${MARK}"}`],
        ['application/x-www-form-urlencoded', `archiveMode=${MARK}`],
        ['text/plain', MARK],
        ['application/json', `{"name":"${MARK.repeat(30_000)}"}`],
      ] as const) {
        for (const auth of ['', MARK, clientToken, credential]) {
          const answer = await fetch(`${server.httpUrl}${path}?name=${MARK}&token=${clientToken}`, {
            method: 'POST',
            headers: { ...headers, 'content-type': type, 'x-opentok-auth': auth },
            body,
          });
          await answer.arrayBuffer();
        }
      }
    }
    await fetch(`${server.httpUrl}/%zz?${MARK}`, { headers });
  }

  it('tells what happened', () => {
    const records = server
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { route?: string; status?: number });
    assert.ok(records.some((record) => record.route === '/session/create' && record.status === 200));
    assert.ok(records.some((record) => record.route === '/session/create' && record.status === 403));
    assert.ok(records.some((record) => record.route === '/session/create' && record.status === 413));
  });

  it('has no name, data or text of anybody', () => {
    assert.ok(!server.stderr().includes(MARK), findLine(MARK));
    assert.ok(!server.stdout().includes(MARK));
  });

  it('has no token, whole or in part, and no secret', () => {
    for (const token of tokens) {
      for (const part of token.split('.')) assert.ok(!server.stderr().includes(part), findLine(part));
    }
    assert.ok(!server.stderr().includes(server.apiSecret));
    assert.ok(server.passcode !== undefined && !server.stderr().includes(server.passcode));
  });

  it('has no address', () => {
    assert.doesNotMatch(server.stderr(), /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/);
    assert.ok(!server.stderr().includes('::1'), findLine('::1'));
    assert.ok(!server.stderr().includes('::ffff'), findLine('::ffff'));
  });

  function findLine(text: string): string {
    return (
      server
        .stderr()
        .split('\n')
        .find((line) => line.includes(text)) ?? 'nowhere'
    );
  }
});
