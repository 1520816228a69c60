import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { type ApplicationServer, startApplicationServer, type TestApplication } from '../support/applications.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { createRestCaller, type RestCaller } from '../support/rest-caller.ts';
import { encodePart, now, signJwt, signRsaJwt } from '../support/tokens.ts';

// Requests in the manner of the official server SDKs that do not run here: PHP, Python, Java, Ruby and .NET, of OpenTok and Vonage.

let host: ApplicationServer;
let application: TestApplication;
let call: RestCaller;
const clients: RawClient[] = [];

before(async () => {
  host = await startApplicationServer();
  application = await host.addApplication();
  call = createRestCaller(host.server);
});
after(() => host.close());
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});

async function openCall() {
  const sdk = createOfficialSdk(host.server);
  const { sessionId } = await createSdkSession(sdk, { mediaMode: 'routed' });
  const { httpUrl, apiKey } = host.server;
  const client = await joinRaw(httpUrl, { apiKey, sessionId, token: sdk.generateToken(sessionId) });
  clients.push(client);
  await client.connectTransports();
  return { sessionId, client, streamId: await client.publish() };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const EMPTY_JSON = { headers: { 'content-type': 'application/json' } };
const bearer = (claims: object = {}): Record<string, string | undefined> => {
  const iat = now();
  const all = { application_id: application.id, iat, exp: iat + 900, jti: 'x', ...claims };
  return { 'x-opentok-auth': undefined, authorization: `Bearer ${signRsaJwt(all, application.privateKey)}` };
};

describe('making a session', () => {
  test('answers XML to those who read nothing else: Ruby, PHP and .NET', async () => {
    for (const accept of ['*/*', undefined]) {
      const headers = { ...FORM, ...(accept !== undefined && { accept }), 'x-tb-version': '1' };
      const body = 'p2p.preference=disabled&archiveMode=manual&archiveName=&location=&e2ee=False&api_key=1';
      const { status, type, text } = await call('POST', '/session/create', { body, headers });
      assert.deepEqual([status, /^text\/xml/.test(type ?? '')], [200, true]);
      const [, id = '', partner] = /<session_id>(.+)<\/session_id><partner_id>(\d+)<\/partner_id>/.exec(text) ?? [];
      assert.equal(partner, host.server.apiKey);
      assert.equal(id.split('_').length, 2, '.NET splits the id at its only _');
    }
  });

  test('answers exactly application/json to those who ask for it, and to every application', async () => {
    const asked = await call('POST', '/session/create', { body: '', headers: { ...FORM, accept: 'application/json' } });
    assert.deepEqual([asked.type, asked.json[0].partner_id], ['application/json', host.server.apiKey]);
    for (const accept of ['*/*', 'application/json', undefined]) {
      const headers = { ...FORM, ...bearer(), ...(accept !== undefined && { accept }) };
      const { status, type, json } = await call('POST', '/session/create', { body: 'location=null', headers });
      assert.deepEqual([status, type, json.length], [200, 'application/json', 1]);
      assert.deepEqual([json[0].application_id, json[0].project_id], [application.id, application.id]);
      assert.match(json[0].session_id, /^1_[A-Za-z0-9-]+$/);
    }
  });

  test('refuses in JSON, whatever is asked for', async () => {
    for (const headers of [FORM, { ...FORM, ...bearer() }]) {
      const { status, type, json } = await call('POST', '/session/create', { body: 'archiveMode=x', headers });
      assert.deepEqual([status, Object.keys(json)], [400, ['code', 'message', 'description']]);
      assert.match(type ?? '', /^application\/json/);
    }
  });
});

describe('paths and bodies', () => {
  test('may end in a slash, and begin with the old name of projects', async () => {
    const { sessionId, client, streamId } = await openCall();
    const { apiKey } = host.server;
    for (const path of ['stream/', 'stream', `stream/${streamId}/`, 'connection/', 'counts/', '']) {
      for (const root of ['project', 'partner']) {
        const { status } = await call('GET', `/v2/${root}/${apiKey}/session/${sessionId}/${path}`);
        assert.equal(status, 200, `${root} ${path}`);
      }
    }
    const signal = { body: { type: 'a', data: 'b' } };
    assert.equal((await call('POST', `/v2/partner/${apiKey}/session/${sessionId}/signal/`, signal)).status, 204);
    const gone = await call('DELETE', `/v2/partner/${apiKey}/session/${sessionId}/connection/${client.id}/`);
    assert.equal(gone.status, 204);
  });

  test('may be empty where nothing is required, with a JSON type and without', async () => {
    const { sessionId, client, streamId } = await openCall();
    for (const request of [EMPTY_JSON, { ...EMPTY_JSON, body: '' }, {}]) {
      assert.equal((await call('POST', `session/${sessionId}/stream/${streamId}/mute`, request)).status, 200);
      assert.equal((await call('POST', 'archive/x/stop', request)).status, 501);
    }
    assert.equal((await call('DELETE', `session/${sessionId}/connection/${client.id}`, EMPTY_JSON)).status, 204);
  });

  test('may hold null, booleans as text, unknown fields, and come with odd headers', async () => {
    const { sessionId, client } = await openCall();
    const odd = { headers: '[object Object]', 'x-tb-version': '1' };
    const mute = (body: object) => call('POST', `session/${sessionId}/mute`, { body, headers: odd });
    assert.equal((await mute({ active: 'true', excludedStreams: null, broadcastId: 'x' })).status, 200);
    await client.next('muteForced', ({ active }) => active === true);
    assert.equal((await mute({ active: 'False', excludedStreamIds: [] })).status, 200);
    await client.next('muteForced', ({ active }) => active === false);
    const body = { 'p2p.preference': 'disabled', e2ee: 'true', archiveName: null, location: 'null', unknown: {} };
    assert.equal((await call('POST', '/session/create', { body, headers: odd })).status, 200);
  });

  test('that are no JSON, no object, or too large are refused, and the next one is served', async () => {
    const { sessionId } = await openCall();
    const path = `session/${sessionId}/signal`;
    for (const [body, status] of [
      ['{', 400],
      ['[]', 400],
      ['"x"', 400],
      ['null', 400],
      [JSON.stringify({ data: 'x'.repeat(300_000) }), 413],
    ] as const) {
      const answer = await call('POST', path, { body });
      assert.deepEqual([answer.status, answer.json.code, typeof answer.json.message], [status, -1, 'string'], body);
    }
    assert.equal((await call('POST', path, { body: { data: 'x' } })).status, 204);
  });
});

describe('credentials', () => {
  const status = async (headers: Record<string, string | undefined>, path = 'archive'): Promise<number> =>
    (await call('GET', path, { headers })).status;

  test('may say what they are for in the header of the JWT, as those of Ruby', async () => {
    const { apiKey, apiSecret } = host.server;
    const token = signJwt({ iss: apiKey, exp: now() + 300 }, apiSecret, { alg: 'HS256', ist: 'project' });
    assert.equal(await status({ 'x-opentok-auth': token }), 200);
  });

  test('may name the key as a number, carry an id of any form, and come from a clock that is a little ahead', async () => {
    const { apiKey, apiSecret } = host.server;
    const iat = now() + 20;
    const claims = { iss: Number(apiKey), ist: 'project', iat, exp: iat + 301, jti: '0.8447205' };
    assert.equal(await status({ 'x-opentok-auth': signJwt(claims, apiSecret) }), 200);
  });

  test("of applications may come in OpenTok's header, as PHP sends them", async () => {
    const { authorization = '' } = bearer();
    const path = `/v2/project/${application.id}/archive`;
    assert.equal(await status({ 'x-opentok-auth': authorization.replace('Bearer ', '') }, path), 200);
    assert.equal(await status(bearer({ sub: 'video', acl: { paths: { '/**': {} } } }), path), 200);
  });

  test('that are none are 403 in JSON', async () => {
    const { apiKey, apiSecret } = host.server;
    const claims = { iss: apiKey, ist: 'project', iat: now(), exp: now() + 300 };
    for (const token of [
      '',
      'x.y.z',
      signJwt({ ...claims, exp: undefined }, apiSecret),
      signJwt({ ...claims, exp: now() - 60 }, apiSecret),
      signJwt({ ...claims, exp: now() + 3600 }, apiSecret),
      signJwt({ ...claims, iss: '1' }, apiSecret),
      signJwt({ ...claims, ist: 'account' }, apiSecret),
      signJwt(claims, apiSecret, { alg: 'HS512', typ: 'JWT' }, 'sha512'),
      `${encodePart({ alg: 'none' })}.${encodePart(claims)}.`,
    ]) {
      const { status: code, json } = await call('GET', 'archive', { headers: { 'x-opentok-auth': token } });
      assert.deepEqual([code, typeof json.message], [403, 'string'], token);
    }
    assert.equal(await status({ 'x-opentok-auth': undefined, authorization: 'Basic eDp5' }), 403);
    assert.equal(await status({ 'x-opentok-auth': undefined, 'x-tb-partner-auth': `${apiKey}:${apiSecret}` }), 403);
  });

  test('in the old header with the secret in it are taken where the project allows it', async () => {
    const { apiKey, apiSecret } = host.server;
    const partner = (secret: string) => ({ 'x-opentok-auth': undefined, 'x-tb-partner-auth': `${apiKey}:${secret}` });
    await host.projects.update(apiKey, { partnerAuth: true });
    assert.equal(await status(partner(apiSecret)), 200);
    assert.equal(await status(partner('f'.repeat(40))), 403);
    await host.projects.update(apiKey, { partnerAuth: false });
    assert.equal(await status(partner(apiSecret)), 403);
  });
});

describe('answers name their project as its SDKs look for it', () => {
  test('an API key in lists of connections and mutes', async () => {
    const { sessionId, client } = await openCall();
    const { json: list } = await call('GET', `session/${sessionId}/connection`);
    assert.deepEqual([list.count, list.projectId, list.applicationId], [1, host.server.apiKey, undefined]);
    const [{ connectionId, connectionState, createdAt }] = list.items;
    assert.deepEqual([connectionId, connectionState, Number.isInteger(createdAt)], [client.id, 'Connected', true]);
    const { json: mute } = await call('POST', `session/${sessionId}/mute`, { body: { active: false } });
    const project = await host.projects.find(host.server.apiKey);
    assert.deepEqual(
      [mute.id, mute.applicationId, mute.createdAt],
      [host.server.apiKey, undefined, project?.createdAt],
    );
  });

  test('an application by another field', async () => {
    const made = await call('POST', '/session/create', { body: '', headers: { ...FORM, ...bearer() } });
    const path = `/v2/project/${application.id}/session/${made.json[0].session_id}/connection`;
    const { json } = await call('GET', path, { headers: bearer() });
    const sessionId = made.json[0].session_id;
    assert.deepEqual(json, { count: 0, applicationId: application.id, sessionId, items: [] });
  });
});
