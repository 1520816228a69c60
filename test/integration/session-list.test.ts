import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApplicationServer, startApplicationServer } from '../support/applications.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { joinRaw } from '../support/raw-client.ts';
import { createRestCaller, type RestCaller } from '../support/rest-caller.ts';
import { now, signClientJwt, signRsaJwt } from '../support/tokens.ts';
import { createVonageSdk } from '../support/vonage-sdk.ts';
import { waitFor } from '../support/wait.ts';

// The sessions of a project, for operators: calls of ours that no SDK of OpenTok has.

let host: ApplicationServer;
let call: RestCaller;

before(async () => {
  host = await startApplicationServer();
  call = createRestCaller(host.server);
});
after(() => host.close());

const create = async (options: object = {}): Promise<string> =>
  (await createSdkSession(createOfficialSdk(host.server), { mediaMode: 'routed', ...options })).sessionId;

describe('one session', () => {
  test('is told with what it was made with, and how many are in it', async () => {
    const sessionId = await create({ e2ee: true, minimumEncryption: 'aes-256', maxConnections: 5 });
    const { status, json } = await call('GET', `session/${sessionId}/`);
    assert.equal(status, 200);
    assert.ok(Math.abs(json.createdAt - Date.now()) < 60_000);
    const nobody = { connections: 0, publishers: 0, subscribers: 0, subscribingOnly: 0 };
    const made = { mediaMode: 'routed', archiveMode: 'manual', e2ee: true, minimumEncryption: 'aes-256' };
    const { createdAt } = json;
    const record = { sessionId, createdAt, ...made, maxConnections: 5 };
    assert.deepEqual(json, { ...record, open: false, counts: nobody });
    const { httpUrl, apiKey } = host.server;
    const token = createOfficialSdk(host.server).generateToken(sessionId);
    const client = await joinRaw(httpUrl, { apiKey, sessionId, token });
    await client.connectTransports();
    await client.publish();
    const { json: live } = await call('GET', `session/${sessionId}`);
    assert.deepEqual(live, { ...record, open: true, counts: { ...nobody, connections: 1, publishers: 1 } });
    client.leave();
    await waitFor(async () => (await call('GET', `session/${sessionId}`)).json.counts.connections === 0);
  });

  test('that nobody made, or another project did, is not found', async () => {
    const application = await host.addApplication();
    const { sessionId } = await createVonageSdk(host.server, application).createSession();
    for (const id of [sessionId, '2_nothing']) {
      const { status, json } = await call('GET', `session/${id}`);
      assert.deepEqual([status, json.message], [404, 'There is no such session in this project.']);
    }
    const claims = { application_id: application.id, iat: now(), exp: now() + 60 };
    const path = `/v2/project/${application.id}/session/${sessionId}`;
    const authorization = `Bearer ${signRsaJwt(claims, application.privateKey)}`;
    const { json } = await call('GET', path, { headers: { 'x-opentok-auth': undefined, authorization } });
    assert.deepEqual([json.sessionId, json.mediaMode], [sessionId, 'routed']);
  });
});

describe('the list of sessions', () => {
  test('is of the own project, newest first, page by page', async () => {
    const before = (await call('GET', 'session')).json.count;
    const ids: string[] = [];
    for (let made = 0; made < 3; made++) {
      const last = Date.now();
      ids.unshift(await create());
      // The order is by the millisecond.
      await waitFor(() => Date.now() > last + 1);
    }
    const application = await host.addApplication();
    await createVonageSdk(host.server, application).createSession();
    const { json: all } = await call('GET', 'session');
    assert.equal(all.count, before + 3);
    const idsOf = (items: { sessionId: string }[]): string[] => items.map(({ sessionId }) => sessionId);
    assert.deepEqual(idsOf(all.items).slice(0, 3), ids);
    const { json: page } = await call('GET', 'session?offset=1&count=1');
    assert.deepEqual([page.count, idsOf(page.items)], [before + 3, [ids[1]]]);
    assert.deepEqual((await call('GET', `session/?offset=${before + 3}`)).json, { count: before + 3, items: [] });
  });

  test('refuses pages that are none, and those who may not see it', async () => {
    for (const query of ['count=0', 'count=1001', 'count=x', 'offset=-1', 'offset=1.5']) {
      const { status, json } = await call('GET', `session?${query}`);
      assert.deepEqual([status, json.code], [400, -1], query);
    }
    const token = signClientJwt(host.server, await create(), { role: 'moderator' });
    for (const credential of [token, undefined]) {
      assert.equal((await call('GET', 'session', { headers: { 'x-opentok-auth': credential } })).status, 403);
    }
  });
});
