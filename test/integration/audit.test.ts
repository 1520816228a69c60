import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createUuid } from '../../src/base/ids.ts';
import { ask, createOfficialSdk, createSdkSession, type OfficialSdk } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { spawnServer, startServer, type TestServer } from '../support/server.ts';
import { signRestCredential } from '../support/tokens.ts';
import { waitFor } from '../support/wait.ts';

/** Stands wherever a person or a secret could be. */
const MARK = 'Zaphod4711';
const FORWARDED = '198.51.100.23';

/** One line of the record. */
type AuditRecord = Readonly<Record<string, unknown>>;

function parse(text: string): AuditRecord[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as AuditRecord).filter(({ audit }) => audit === true);
}

describe('the record of who changed what, in a file of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-audit-'));
  const file = join(folder, 'audit.log');
  let server: TestServer;
  let sdk: OfficialSdk;
  let sessionId: string;
  const tokens: string[] = [];

  before(async () => {
    server = await startServer({ env: { CONCLAVE_AUDIT_LOG: file, CONCLAVE_LOG_LEVEL: 'warn' } });
    sdk = createOfficialSdk(server);
    sessionId = (await createSdkSession(sdk, { mediaMode: 'routed', archiveMode: 'always', archiveName: MARK }))
      .sessionId;
  });
  after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  async function enter(role: string): Promise<RawClient> {
    const token = sdk.generateToken(sessionId, { role, data: `name=${MARK}` });
    tokens.push(token);
    const client = await joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId, token });
    await client.connectTransports();
    return client;
  }

  /** Does something and returns the record of it alone: it ends where that of a session made afterwards begins. */
  async function recorded(act: () => Promise<unknown>): Promise<AuditRecord[]> {
    const before = parse(readFileSync(file, 'utf8')).length;
    await act();
    const next = await createSdkSession(sdk);
    const records = await waitFor(() => {
      const all = parse(readFileSync(file, 'utf8')).slice(before);
      return all.at(-1)?.sessionId === next.sessionId && all.slice(0, -1);
    });
    return records.map(({ time, ...rest }) => {
      assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      return rest;
    });
  }

  test('has the making of a session, with the id it was given', async () => {
    const { time: _, ...made } = await waitFor(() => parse(readFileSync(file, 'utf8'))[0]);
    assert.deepEqual(made, {
      level: 'info',
      audit: true,
      event: 'audit.rest',
      project: server.apiKey,
      credentialKind: 'rest',
      action: 'POST /session/create',
      sessionId,
      result: 200,
      msg: 'POST /session/create',
    });
  });

  test('has what a back end does to others, and what it failed to do', async () => {
    const client = await enter('publisher');
    const streamId = await client.publish({ name: MARK });
    const project = { event: 'audit.rest', project: server.apiKey, credentialKind: 'rest', sessionId };
    const records = await recorded(async () => {
      await ask(sdk, 'forceMuteStream', sessionId, streamId);
      await assert.rejects(ask(sdk, 'forceDisconnect', sessionId, createUuid()));
      await ask(sdk, 'forceDisconnect', sessionId, client.id);
    });
    const root = '/v2/project/:projectId/session/:sessionId';
    assert.equal(records.length, 3);
    assert.partialDeepStrictEqual(records[0], {
      ...project,
      action: `POST ${root}/stream/:streamId/mute`,
      streamId,
      result: 200,
    });
    assert.partialDeepStrictEqual(records[1], { action: `DELETE ${root}/connection/:connectionId`, result: 404 });
    assert.partialDeepStrictEqual(records[2], { ...project, connectionId: client.id, result: 204 });
  });

  test('has what a moderator does in the session, and who tried without being one', async () => {
    const [moderator, other] = [await enter('moderator'), await enter('publisher')];
    const streamId = await other.publish({ name: MARK });
    const records = await recorded(async () => {
      await moderator.request('forceMuteAll', { excludedStreamIds: [] });
      await assert.rejects(other.request('forceDisconnect', { connectionId: moderator.id }));
      await moderator.request('forceUnpublish', { streamId });
      await moderator.request('forceDisconnect', { connectionId: other.id });
    });
    const common = { event: 'audit.moderation', project: server.apiKey, credentialKind: 'client-token', sessionId };
    const expected = [
      { by: moderator.id, action: 'forceMuteAll', result: 'ok' },
      { by: other.id, action: 'forceDisconnect', connectionId: moderator.id, result: 'notPermitted' },
      { by: moderator.id, action: 'forceUnpublish', streamId, result: 'ok' },
      { by: moderator.id, action: 'forceDisconnect', connectionId: other.id, result: 'ok' },
    ];
    assert.equal(records.length, expected.length);
    for (const [index, record] of records.entries())
      assert.partialDeepStrictEqual(record, { ...common, ...expected[index] });
    moderator.leave();
  });

  test('has nothing of who only reads, signals, or has no credential', async () => {
    const records = await recorded(async () => {
      await ask(sdk, 'listStreams', sessionId);
      await ask(sdk, 'signal', sessionId, null, { type: 'chat', data: MARK });
      await assert.rejects(createSdkSession(createOfficialSdk(server, 'f'.repeat(40))));
    });
    assert.deepEqual(records, []);
  });

  test('cannot be filled by somebody who may not moderate', async () => {
    const client = await enter('publisher');
    const records = await recorded(async () => {
      for (let attempt = 0; attempt < 40; attempt += 1) {
        await assert.rejects(client.request('forceMuteAll', { excludedStreamIds: [] }));
      }
    });
    assert.ok(records.length >= 10 && records.length < 20, `${records.length} records`);
    client.leave();
  });

  test('has no name, no data, no secret, no token and no address, whatever it is asked', async () => {
    const headers = { 'x-forwarded-for': FORWARDED, 'user-agent': MARK, 'content-type': 'application/json' };
    const credential = signRestCredential(server);
    for (const path of [
      `session/${MARK}/mute`,
      `session/${MARK}/stream/${MARK}/mute`,
      `session/${sessionId}/connection/${MARK}`,
      `${MARK}?token=${credential}`,
    ]) {
      for (const method of ['POST', 'DELETE', 'PUT']) {
        const url = `${server.httpUrl}/v2/project/${server.apiKey}/${path}`;
        await fetch(url, { method, headers: { ...headers, 'x-opentok-auth': credential }, body: `{"name":"${MARK}"}` });
      }
    }
    await recorded(async () => undefined);
    const text = readFileSync(file, 'utf8');
    assert.match(text, /"action":"POST \/v2\/project\/:projectId\/session\/:sessionId\/mute","result":404/);
    for (const secret of [
      MARK,
      FORWARDED,
      server.apiSecret,
      ...[credential, ...tokens].flatMap((each) => each.split('.')),
    ]) {
      assert.ok(!text.includes(secret), secret);
    }
    assert.doesNotMatch(text, /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|::1|::ffff/);
  });

  test('is for its user alone, stays out of the log, and is opened anew after SIGHUP', async () => {
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(parse(server.stderr()), []);
    const moved = `${file}.1`;
    renameSync(file, moved);
    const before = parse(readFileSync(moved, 'utf8')).length;
    server.kill('SIGHUP');
    await waitFor(() => existsSync(file));
    await createSdkSession(sdk, { mediaMode: 'routed' });
    await waitFor(() => parse(readFileSync(file, 'utf8')).length === 1);
    assert.equal(parse(readFileSync(moved, 'utf8')).length, before);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });
});

test('without a file the record is in the log', async (t) => {
  const server = await startServer();
  t.after(() => server.close());
  await createSdkSession(createOfficialSdk(server));
  const record = await waitFor(() => parse(server.stderr())[0]);
  assert.partialDeepStrictEqual(record, { event: 'audit.rest', action: 'POST /session/create', result: 200 });
});

test('a file that cannot be opened ends the start with one line', async (t) => {
  const server = spawnServer({ env: { CONCLAVE_AUDIT_LOG: '/nowhere/audit.log' } });
  t.after(() => server.close());
  assert.equal((await server.exited).code, 1);
  assert.match(server.stderr(), /^CONCLAVE_AUDIT_LOG: the file cannot be opened \(ENOENT\)\. Example: .*\n$/);
});
