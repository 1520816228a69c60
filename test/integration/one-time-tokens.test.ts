import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createUuid } from '../../src/base/ids.ts';
import type { Handshake } from '../../src/protocol/handshake.ts';
import { type ApplicationServer, createApplication, startApplicationServer } from '../support/applications.ts';
import { createOfficialSdk, createSdkSession, type OfficialSdk } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { createRestCaller, type RestCaller } from '../support/rest-caller.ts';
import { now, signClientJwt, signRsaJwt } from '../support/tokens.ts';
import { waitFor } from '../support/wait.ts';

// Tokens that are good for one connection, and tokens that a back end takes back.

let host: ApplicationServer;
let sdk: OfficialSdk;
let call: RestCaller;
const clients: RawClient[] = [];

before(async () => {
  host = await startApplicationServer();
  sdk = createOfficialSdk(host.server);
  call = createRestCaller(host.server);
});
after(() => host.close());
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});

const createSession = async (options: object = {}): Promise<string> =>
  (await createSdkSession(sdk, { mediaMode: 'routed', ...options })).sessionId;
const signOneTime = (sessionId: string, claims: object = {}): string =>
  signClientJwt(host.server, sessionId, { one_time: true, jti: createUuid(), ...claims });

async function join(sessionId: string, token: string, rest: Partial<Handshake> = {}): Promise<RawClient> {
  const { httpUrl, apiKey } = host.server;
  const client = await joinRaw(httpUrl, { apiKey, sessionId, token, ...rest });
  clients.push(client);
  return client;
}

const used = { code: 'authenticationFailed', message: /used before or has been revoked/ } as const;

describe('a token that is good for one connection', () => {
  test('is refused from its second connection on, also when the first has gone', async () => {
    const sessionId = await createSession();
    const token = signOneTime(sessionId);
    const first = await join(sessionId, token);
    await assert.rejects(join(sessionId, token), used);
    first.leave();
    await first.ended();
    await assert.rejects(join(sessionId, token), used);
    await join(sessionId, signOneTime(sessionId));
  });

  test('lets one of many in that come at once', async () => {
    const sessionId = await createSession();
    const token = signOneTime(sessionId);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => join(sessionId, token)));
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    const other = await join(sessionId, signOneTime(sessionId));
    assert.equal(other.welcome.counts.connections, 2, 'those refused keep no place');
  });

  test('is not used up by a join that is refused because the session is full', async () => {
    const sessionId = await createSession({ maxConnections: 1 });
    const token = signOneTime(sessionId);
    const first = await join(sessionId, signClientJwt(host.server, sessionId));
    await assert.rejects(join(sessionId, token), { code: 'connectionLimit' });
    first.leave();
    await waitFor(async () => (await call('GET', `session/${sessionId}/counts`)).json.connections === 0);
    const second = await join(sessionId, token);
    await assert.rejects(join(sessionId, token), used);
    assert.equal(second.disconnectReason, undefined);
  });

  test('does not keep a client out that comes back with its resume ticket', async () => {
    const sessionId = await createSession();
    const token = signOneTime(sessionId);
    const client = await join(sessionId, token);
    const { ticket } = client.welcome;
    const ticketOf = (after: number) => ({ connectionId: client.id, ticket, after });
    const back = await join(sessionId, token, { resume: ticketOf(client.lastSequence) });
    assert.equal(back.received[0]?.name, 'resumed');
    await client.ended();
    const anew = await join(sessionId, token, { resume: { ...ticketOf(0), fresh: true } });
    assert.notEqual(anew.id, client.id);
    const thief = { ...ticketOf(0), connectionId: anew.id };
    await assert.rejects(join(sessionId, token, { resume: thief }), used);
  });

  test('needs an id of its own', async () => {
    const sessionId = await createSession();
    const refusal = { code: 'authenticationFailed', message: /jti/ } as const;
    await assert.rejects(join(sessionId, signOneTime(sessionId, { jti: undefined })), refusal);
  });

  test('can be made by an application, too', async () => {
    const application = await host.addApplication();
    const { httpUrl } = host.server;
    const own = createOfficialSdk({ apiKey: application.id, apiSecret: application.privateKey, httpUrl });
    const { sessionId } = await createSdkSession(own, { mediaMode: 'routed' });
    const claims = { application_id: application.id, session_id: sessionId, scope: 'session.connect', jti: 'a' };
    const sign = (key: string) => signRsaJwt({ ...claims, one_time: true, iat: now(), exp: now() + 60 }, key);
    const token = sign(application.privateKey);
    await join(sessionId, token, { apiKey: application.id });
    await assert.rejects(join(sessionId, token, { apiKey: application.id }), used);
    const forged = sign(createApplication().privateKey);
    await assert.rejects(join(sessionId, forged, { apiKey: application.id }), { code: 'authenticationFailed' });
  });
});

describe('a connection that is ended with revokeToken', () => {
  async function disconnect(sessionId: string, connectionId: string, query = '?revokeToken=true'): Promise<number> {
    return (await call('DELETE', `session/${sessionId}/connection/${connectionId}${query}`)).status;
  }

  test('cannot come back with its token; another token works', async () => {
    const sessionId = await createSession();
    for (const token of [sdk.generateToken(sessionId), sdk.generateToken(sessionId, {}, true)]) {
      const client = await join(sessionId, token);
      assert.equal(await disconnect(sessionId, client.id), 204);
      assert.equal((await client.next('expelled')).reason, 'forceDisconnected');
      await assert.rejects(join(sessionId, token), used);
      const resume = { connectionId: client.id, ticket: client.welcome.ticket, after: client.lastSequence };
      await assert.rejects(join(sessionId, token, { resume }), used);
      await join(sessionId, sdk.generateToken(sessionId, { data: 'another' }));
    }
  });

  test('may come back without it, as the SDKs of OpenTok disconnect', async () => {
    const sessionId = await createSession();
    const token = sdk.generateToken(sessionId);
    for (const query of ['', '?revokeToken=false']) {
      const client = await join(sessionId, token);
      assert.equal(await disconnect(sessionId, client.id, query), 204);
      await client.ended();
    }
    await join(sessionId, token);
  });

  test('takes the token from the others that came with it, once they have to join anew', async () => {
    const sessionId = await createSession();
    const token = sdk.generateToken(sessionId);
    const [first, second] = [await join(sessionId, token), await join(sessionId, token)];
    assert.equal(await disconnect(sessionId, first.id), 204);
    await second.next('connectionDestroyed');
    const resume = { connectionId: second.id, ticket: second.welcome.ticket, after: second.lastSequence };
    const back = await join(sessionId, token, { resume });
    assert.equal(back.received[0]?.name, 'resumed');
    await assert.rejects(join(sessionId, token, { resume: { ...resume, fresh: true } }), used);
  });

  test('keeps its token when it is not there, or the question is not understood', async () => {
    const sessionId = await createSession();
    const token = sdk.generateToken(sessionId);
    const client = await join(sessionId, token);
    assert.equal(await disconnect(sessionId, createUuid()), 404);
    assert.equal(await disconnect(sessionId, client.id, '?revokeToken=maybe'), 400);
    assert.equal(client.disconnectReason, undefined);
    await join(sessionId, token);
  });
});
