import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createOfficialSdk, createSdkSession, type OfficialSdk } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { now, signRestCredential } from '../support/tokens.ts';

const SECOND = { apiKey: '77', apiSecret: '89abcdef0123456789abcdef0123456789abcdef' };

let server: TestServer;
let sdk: OfficialSdk;
let sessionId: string;

before(async () => {
  server = await startServer({ env: { CONCLAVE_PROJECTS: JSON.stringify([SECOND]) } });
  sdk = createOfficialSdk(server);
  ({ sessionId } = await createSdkSession(sdk, { mediaMode: 'routed' }));
});
after(() => server.close());

function joinAs(token: string, apiKey = server.apiKey, session = sessionId): Promise<RawClient> {
  return joinRaw(server.httpUrl, { apiKey, sessionId: session, token });
}

for (const [form, t1] of [
  ['JWT', false],
  ['T1', true],
] as const) {
  describe(`a ${form} token of the official opentok package`, () => {
    const permissions = {
      subscriber: [false, true, false],
      publisher: [true, true, false],
      moderator: [true, true, true],
      publisheronly: [true, false, false],
    };
    for (const [role, [publish, subscribe, moderate]] of Object.entries(permissions)) {
      it(`with role ${role} gives what the role may`, async () => {
        const client = await joinAs(sdk.generateToken(sessionId, { role }, t1));
        const given = client.welcome.permissions;
        assert.deepEqual([given.publish, given.subscribe, given.forceDisconnect], [publish, subscribe, moderate]);
        client.leave();
      });
    }

    it('carries its data to the session, whatever is in it', async () => {
      for (const data of ['name=Ann&x=1 +%20é日本"<b>', 'd'.repeat(1024)]) {
        const client = await joinAs(sdk.generateToken(sessionId, { data }, t1));
        assert.equal(client.welcome.connection.data, data);
        client.leave();
      }
    });

    it('may carry layout classes and an expiry of its own', async () => {
      const options = { initialLayoutClassList: ['focus', 'full'], expireTime: now() + 60.4 };
      const client = await joinAs(sdk.generateToken(sessionId, options, t1));
      client.leave();
    });

    it('is refused when signed with a wrong secret', async () => {
      const token = createOfficialSdk(server, 'f'.repeat(40)).generateToken(sessionId, {}, t1);
      await assert.rejects(joinAs(token), { code: 'authenticationFailed' });
    });

    it('is refused for another session, and for another project', async () => {
      const other = await createSdkSession(sdk, { mediaMode: 'routed' });
      const token = sdk.generateToken(other.sessionId, {}, t1);
      await assert.rejects(joinAs(token), { code: 'authenticationFailed' });
      await assert.rejects(joinAs(token, SECOND.apiKey, other.sessionId), { code: 'authenticationFailed' });
    });

    it('works for a second project', async () => {
      const secondSdk = createOfficialSdk({ ...SECOND, httpUrl: server.httpUrl });
      const second = await createSdkSession(secondSdk, { mediaMode: 'routed' });
      const client = await joinAs(second.generateToken({}), SECOND.apiKey, second.sessionId);
      client.leave();
      const token = secondSdk.generateToken(second.sessionId, {}, t1);
      await assert.rejects(joinAs(token, server.apiKey, second.sessionId), { code: 'authenticationFailed' });
    });

    it('is no credential for the REST API', async () => {
      const token = sdk.generateToken(sessionId, { expireTime: now() + 200 }, t1);
      const answer = await fetch(`${server.httpUrl}/session/create`, {
        method: 'POST',
        headers: { 'x-opentok-auth': token },
      });
      assert.equal(answer.status, 403);
    });
  });
}

describe('a REST credential', () => {
  it('does not join a session', async () => {
    await assert.rejects(joinAs(signRestCredential(server)), { code: 'authenticationFailed' });
  });
});
