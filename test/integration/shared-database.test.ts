import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fromWire } from '../../src/client/errors/from-wire.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { hasPostgres, openPostgres, type PostgresServer } from '../support/postgres.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { createRestCaller } from '../support/rest-caller.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { signClientJwt } from '../support/tokens.ts';

// Two servers in two zones on one database: what holds for both, and what stays where it is.

const PROJECT = { CONCLAVE_API_KEY: '481516234', CONCLAVE_API_SECRET: '0123456789abcdef0123456789abcdef01234567' };
const MASTER_KEY = { CONCLAVE_MASTER_KEY: '0f'.repeat(32) };

/** Two servers that share what they keep. */
interface Pair {
  readonly europe: TestServer;
  readonly america: TestServer;
  close(): Promise<void>;
}

/** Starts them in one data folder, with its SQLite file or with a Postgres database. */
async function startPair(databaseUrl?: string): Promise<Pair> {
  const dataDir = mkdtempSync(join(tmpdir(), 'conclave-shared-'));
  const start = (zone: string): Promise<TestServer> =>
    startServer({
      dataDir,
      env: { ...PROJECT, ...MASTER_KEY, CONCLAVE_DATABASE_URL: databaseUrl, CONCLAVE_ZONE: zone },
    });
  const europe = await start('eu-frankfurt');
  const america = await start('us-east');
  return {
    europe,
    america,
    async close() {
      await Promise.all([europe.close(), america.close()]);
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function joinAt(
  server: TestServer,
  sessionId: string,
  token = createOfficialSdk(server).generateToken(sessionId),
): Promise<RawClient> {
  const { httpUrl, apiKey } = server;
  return joinRaw(httpUrl, { apiKey, sessionId, token });
}

let postgres: PostgresServer | undefined;
before(async () => {
  if (hasPostgres) postgres = await openPostgres();
});
after(() => postgres?.close());

for (const { name, skip, create } of [
  { name: 'one SQLite file', skip: false, create: async () => undefined },
  { name: 'one Postgres database', skip: !hasPostgres, create: async () => postgres?.createDatabase() },
]) {
  describe(`two servers on ${name}`, { skip }, () => {
    let pair: Pair;
    before(async () => {
      pair = await startPair(await create());
    });
    after(() => pair.close());

    test('a session is made in the zone of the server that is asked, and in no other', async () => {
      const { europe } = pair;
      const sdk = createOfficialSdk(europe);
      const { sessionId } = await createSdkSession(sdk, { mediaMode: 'routed', zone: 'eu-frankfurt' });
      const { json } = await createRestCaller(europe)('GET', `session/${sessionId}`);
      assert.equal(json.zone, 'eu-frankfurt');
      await assert.rejects(createSdkSession(sdk, { zone: 'us-east' }), /zone: this server is in zone eu-frankfurt/);
      await assert.rejects(createSdkSession(sdk, { zone: 'Not a zone' }), /zone/);
    });

    test('a session of a zone is joined there, and nowhere else', async () => {
      const { europe, america } = pair;
      const { sessionId } = await createSdkSession(createOfficialSdk(europe), { zone: 'eu-frankfurt' });
      const refusal = { code: 'invalidSession', message: /held in zone eu-frankfurt/ } as const;
      await assert.rejects(joinAt(america, sessionId), refusal);
      const shown = fromWire({ code: 'invalidSession', message: 'x' }, 'connect');
      assert.deepEqual([shown.name, shown.code], ['OT_INVALID_SESSION_ID', 1005]);
      const client = await joinAt(europe, sessionId);
      client.leave();
    });

    test('a token that was used up, or revoked, at one is refused at the other', async () => {
      const { europe, america } = pair;
      const { sessionId } = await createSdkSession(createOfficialSdk(europe), { mediaMode: 'routed' });
      const refusal = { code: 'authenticationFailed', message: /used before or has been revoked/ } as const;
      const oneTime = signClientJwt(europe, sessionId, { one_time: true, jti: 'a' });
      const client = await joinAt(europe, sessionId, oneTime);
      await assert.rejects(joinAt(america, sessionId, oneTime), refusal);
      client.leave();
      const token = createOfficialSdk(europe).generateToken(sessionId);
      const { id } = await joinAt(america, sessionId, token);
      const path = `session/${sessionId}/connection/${id}?revokeToken=true`;
      assert.equal((await createRestCaller(america)('DELETE', path)).status, 204);
      for (const server of [europe, america]) await assert.rejects(joinAt(server, sessionId, token), refusal);
    });

    test('a session without a zone is joined anywhere', async () => {
      const { europe, america } = pair;
      const { sessionId } = await createSdkSession(createOfficialSdk(europe), { mediaMode: 'routed' });
      for (const server of [europe, america]) (await joinAt(server, sessionId)).leave();
    });
  });
}

test('a server without a zone makes no session for one', async () => {
  const server = await startServer();
  try {
    await assert.rejects(
      createSdkSession(createOfficialSdk(server), { zone: 'eu-frankfurt' }),
      /zone: this server is in no zone/,
    );
  } finally {
    await server.close();
  }
});
