import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { fromWire } from '../../src/client/errors/from-wire.ts';
import { ask, createOfficialSdk, createSdkSession, type OfficialSdk } from '../support/official-sdk.ts';
import { joinRaw, type RawClient, Refusal } from '../support/raw-client.ts';
import { createRestCaller, type RestCaller } from '../support/rest-caller.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { now, signClientJwt } from '../support/tokens.ts';
import { waitFor } from '../support/wait.ts';

// What one project, one session and one token may use up, and what each side is told when it is all used.

const SECOND = { apiKey: '77', apiSecret: '89abcdef0123456789abcdef0123456789abcdef' };

let server: TestServer;
let sdk: OfficialSdk;
let call: RestCaller;
const clients: RawClient[] = [];

before(async () => {
  server = await startServer({
    env: {
      CONCLAVE_PROJECTS: JSON.stringify([SECOND]),
      CONCLAVE_MAX_CONNECTIONS: '3',
      CONCLAVE_MAX_PROJECT_CONNECTIONS: '4',
      CONCLAVE_MAX_STREAMS: '2',
      CONCLAVE_TOKEN_MAX_HOURS: '1',
    },
  });
  sdk = createOfficialSdk(server);
  call = createRestCaller(server);
});
after(() => server.close());
afterEach(async () => {
  for (const client of clients.splice(0)) client.leave();
  await waitFor(isEmpty);
});

/** Whether nobody is in any session of the project any more. */
async function isEmpty(): Promise<boolean> {
  const { json } = await call('GET', 'session?count=1000');
  return json.items.every(({ counts }: { counts: { connections: number } }) => counts.connections === 0);
}

async function join(sessionId: string, token = sdk.generateToken(sessionId), apiKey = server.apiKey) {
  const client = await joinRaw(server.httpUrl, { apiKey, sessionId, token });
  clients.push(client);
  return client;
}

const createSession = async (options: object = {}): Promise<string> =>
  (await createSdkSession(sdk, { mediaMode: 'routed', ...options })).sessionId;

/** What the browser SDK makes of a refusal: name, code and words of its error. */
async function shownError(operation: 'connect' | 'publish', refused: Promise<unknown>) {
  const refusal = await refused.then(() => undefined).catch((error: unknown) => error);
  assert.ok(refusal instanceof Refusal, String(refusal));
  const message = refusal.message.slice(refusal.code.length + 2);
  const error = fromWire({ code: refusal.code, message }, operation);
  return [refusal.code, error.name, error.code, error.message];
}

describe('connections', () => {
  test('of a session are as many as the setting says, or fewer where the session was made so', async () => {
    const sessionId = await createSession();
    for (let place = 0; place < 3; place++) await join(sessionId);
    assert.deepEqual(await shownError('connect', join(sessionId)), [
      'connectionLimit',
      'OT_CONNECTION_LIMIT_EXCEEDED',
      1027,
      'This session may have 3 connections and is full.',
    ]);
    const own = await createSession({ maxConnections: 1 });
    await join(own);
    await assert.rejects(join(own), { code: 'connectionLimit', message: /1 connections and is full/ });
  });

  test('of a project count over all its sessions, and those of another project do not', async () => {
    const sessions = [await createSession(), await createSession()];
    for (const sessionId of [...sessions, ...sessions]) await join(sessionId);
    const third = await createSession();
    assert.deepEqual(await shownError('connect', join(third)), [
      'connectionLimit',
      'OT_CONNECTION_LIMIT_EXCEEDED',
      1027,
      'This project may have 4 connections at a time.',
    ]);
    const second = createOfficialSdk({ ...SECOND, httpUrl: server.httpUrl });
    const { sessionId } = await createSdkSession(second, { mediaMode: 'routed' });
    await join(sessionId, second.generateToken(sessionId), SECOND.apiKey);
    const [gone] = clients.splice(0, 1);
    gone?.leave();
    await waitFor(async () => (await call('GET', `session/${sessions[0]}/counts`)).json.connections === 1);
    await join(third);
  });

  test('are never more, however many come at once', async () => {
    const sessions = [await createSession(), await createSession()];
    const attempts = Array.from({ length: 12 }, (_, index) => join(sessions[index % 2] as string));
    const outcomes = await Promise.allSettled(attempts);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 4);
  });

  test('do not stop the back end from looking after a full session', async () => {
    const sessionId = await createSession({ maxConnections: 1 });
    const client = await join(sessionId);
    await assert.rejects(join(sessionId), { code: 'connectionLimit' });
    await ask(sdk, 'forceDisconnect', sessionId, client.id);
    await join(sessionId);
  });
});

describe('streams', () => {
  test('of a session are as many as the setting says, whoever publishes them', async () => {
    const sessionId = await createSession();
    const [first, second] = [await join(sessionId), await join(sessionId)];
    for (const client of [first, second]) await client.connectTransports();
    await first.publish();
    const streamId = await second.publish();
    assert.deepEqual(await shownError('publish', first.publish()), [
      'streamLimit',
      'OT_STREAM_LIMIT_EXCEEDED',
      1605,
      'publish: this session may have 2 streams at a time.',
    ]);
    await second.request('unpublish', { streamId });
    await first.publish();
  });

  test('are never more, however many begin at once', async () => {
    const sessionId = await createSession();
    const members = [await join(sessionId), await join(sessionId), await join(sessionId)];
    for (const client of members) await client.connectTransports();
    const outcomes = await Promise.allSettled([...members, ...members].map((client) => client.publish()));
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 2);
    assert.equal(((await ask(sdk, 'listStreams', sessionId)) as unknown[]).length, 2);
  });
});

describe('a token', () => {
  test('is good for no longer than the setting says, whatever it says itself', async () => {
    const sessionId = await createSession();
    const old = { iat: now() - 3700, create_time: now() - 3700, exp: now() + 86_400 };
    assert.deepEqual(await shownError('connect', join(sessionId, signClientJwt(server, sessionId, old))), [
      'authenticationFailed',
      'OT_AUTHENTICATION_ERROR',
      1004,
      'The token has expired.',
    ]);
    const young = { ...old, iat: now() - 3500, create_time: now() - 3500 };
    await join(sessionId, signClientJwt(server, sessionId, young));
    const ageless = signClientJwt(server, sessionId, { ...old, iat: undefined, create_time: undefined });
    await assert.rejects(join(sessionId, ageless), { code: 'authenticationFailed', message: /when it was made/ });
  });
});
