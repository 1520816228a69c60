import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { MediaMode, Video } from '@vonage/video';
import { createUuid } from '../../src/base/ids.ts';
import {
  type ApplicationServer,
  createApplication,
  startApplicationServer,
  type TestApplication,
} from '../support/applications.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { now, signJwt, signRsaJwt } from '../support/tokens.ts';
import { createVonageSdk, refusedByVonage } from '../support/vonage-sdk.ts';

// Every call of the official, unmodified @vonage/video package against applications of this server.

let host: ApplicationServer;
let application: TestApplication;
let other: TestApplication;
let sdk: Video;
const clients: RawClient[] = [];

before(async () => {
  host = await startApplicationServer();
  application = await host.addApplication();
  other = await host.addApplication();
  sdk = createVonageSdk(host.server, application);
});
after(() => host.close());
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});

async function join(sessionId: string, token: string, id = application.id): Promise<RawClient> {
  const client = await joinRaw(host.server.httpUrl, { apiKey: id, sessionId, token });
  clients.push(client);
  return client;
}

/** A session in which one publishes and another is. */
async function openCall() {
  const { sessionId } = await sdk.createSession();
  const options = { role: 'publisher', data: 'name=Ada', initialLayoutClassList: ['focus', 'full'] };
  const publisher = await join(sessionId, sdk.generateClientToken(sessionId, options));
  await publisher.connectTransports();
  const viewer = await join(sessionId, sdk.generateClientToken(sessionId, { role: 'subscriber' }));
  const streamId = await publisher.publish({ name: 'Board', videoType: 'screen' });
  return { sessionId, publisher, viewer, streamId };
}

/** Calls a method of the package by its name: TypeScript hides some, and demands more of others than the package does. */
function call(method: string, ...values: unknown[]): Promise<unknown> {
  const methods = sdk as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return (methods[method] as (...args: unknown[]) => Promise<unknown>).apply(sdk, values);
}

const SESSION = '2_x';
const ID = '0f0e0d0c-0b0a-4908-8706-050403020100';

/** What this server does not do. */
const NOT_OFFERED: Readonly<Record<string, readonly unknown[]>> = {
  startArchive: [SESSION, { name: 'x' }],
  stopArchive: [ID],
  getArchive: [ID],
  deleteArchive: [ID],
  updateArchiveLayout: [ID, { type: 'pip' }],
  addArchiveStream: [ID, ID],
  removeArchiveStream: [ID, ID],
  startBroadcast: [SESSION, { outputs: { hls: {} } }],
  stopBroadcast: [ID],
  getBroadcast: [ID],
  updateBroadcast: [{ broadcastId: ID, addStream: ID }],
  addStreamToBroadcast: [ID, ID],
  removeStreamFromBroadcast: [ID, ID],
  initiateSIPCall: [SESSION, { token: 't', sip: { uri: 'sip:a@example.com', from: '' } }],
  intiateSIPCall: [SESSION, { token: 't', sip: { uri: 'sip:a@example.com' } }],
  playDTMF: [SESSION, '1p2'],
  enableCaptions: [SESSION, 't', { partialCaptions: 'true' }],
  disableCaptions: [ID],
  getCaptionStatus: [ID],
  startExperienceComposerRender: [SESSION, 't', { url: 'https://example.com/page' }],
  stopExperienceComposerRender: [ID],
  getExperienceComposerRender: [ID],
  connectToWebsocket: [SESSION, 't', { uri: 'wss://example.com', audioTransport: { transport: 'json' } }],
  disconnectWebsocket: [ID],
};
const LISTS = ['searchArchives', 'searchBroadcasts', 'listExperienceComposerRenders'];
/** What it does; each is called in this file. */
const OFFERED = [
  ...['createSession', 'generateClientToken', 'getStreamInfo', 'setStreamClassLists', 'sendSignal'],
  ...['disconnectClient', 'muteStream', 'muteAllStreams', 'forceMuteAll', 'disableForceMute'],
];

test('no method of the package is left out here', () => {
  const known = [...OFFERED, ...LISTS, ...Object.keys(NOT_OFFERED), 'constructor', 'stripBlankValues'];
  assert.deepEqual(Object.getOwnPropertyNames(Video.prototype).toSorted(), known.toSorted());
});

describe('an application', () => {
  test('makes sessions, routed unless it asks for relayed', async () => {
    const routed = await sdk.createSession();
    assert.match(routed.sessionId, /^2_/);
    const relayed = await sdk.createSession({ mediaMode: MediaMode.RELAYED, location: '192.0.2.10' });
    assert.match(relayed.sessionId, /^1_/);
    const fields = Buffer.from(routed.sessionId.slice(2), 'base64url').toString().split('~');
    assert.equal(fields[1], application.id);
  });

  test('makes client tokens that carry role, data, classes and expiry into the session', async () => {
    const { sessionId, publisher, viewer, streamId } = await openCall();
    assert.deepEqual([publisher.welcome.connection.data, publisher.welcome.permissions.publish], ['name=Ada', true]);
    assert.equal(viewer.welcome.permissions.publish, false);
    const one = (await sdk.getStreamInfo(sessionId, streamId)) as { layoutClassList?: string[] };
    assert.deepEqual(one.layoutClassList, ['focus', 'full']);
    const options = { role: 'moderator', expireTime: now() + 60 };
    const moderator = await join(sessionId, sdk.generateClientToken(sessionId, options));
    assert.equal(moderator.welcome.permissions.forceDisconnect, true);
  });

  test('reads its streams, one or all, and gives them classes', async () => {
    const { sessionId, streamId } = await openCall();
    const stream = { id: streamId, videoType: 'screen', name: 'Board', layoutClassList: ['focus', 'full'] };
    assert.deepEqual(await sdk.getStreamInfo(sessionId), { count: 1, items: [stream] });
    assert.deepEqual(await sdk.getStreamInfo(sessionId, streamId), stream);
    await sdk.setStreamClassLists(sessionId, [{ id: streamId, layoutClassList: ['wide'] }]);
    assert.deepEqual(await sdk.getStreamInfo(sessionId, streamId), { ...stream, layoutClassList: ['wide'] });
    const { sessionId: empty } = await sdk.createSession();
    assert.deepEqual(await sdk.getStreamInfo(empty), { count: 0, items: [] });
  });

  test('signals to all, and to one', async () => {
    const { sessionId, publisher, viewer } = await openCall();
    await sdk.sendSignal({ type: 'chat', data: 'to all' }, sessionId);
    for (const client of [publisher, viewer]) {
      assert.deepEqual(await client.next('signal'), { type: 'chat', data: '"to all"' });
    }
    await sdk.sendSignal({ type: 'chat', data: 'to one' }, sessionId, viewer.id);
    await viewer.next('signal', ({ data }) => data === '"to one"');
    assert.equal(publisher.all('signal').length, 1);
  });

  test('ends a connection, which hears why', async () => {
    const { sessionId, publisher, viewer } = await openCall();
    await sdk.disconnectClient(sessionId, publisher.id);
    assert.equal((await publisher.next('expelled')).reason, 'forceDisconnected');
    assert.equal((await viewer.next('connectionDestroyed')).reason, 'forceDisconnected');
  });

  test('mutes one stream, all but some, and ends that; the answers name the application', async () => {
    const { sessionId, publisher, viewer, streamId } = await openCall();
    const second = await publisher.publish();
    const details = await sdk.muteStream(sessionId, second);
    const { createdAt } = (await host.projects.find(application.id)) ?? {};
    const expected = { name: 'Clinic', status: 'ACTIVE', environment: 'standard', createdAt };
    assert.deepEqual(details, { applicationId: application.id, ...expected });
    assert.deepEqual(await viewer.next('muteForced'), { streamIds: [second] });
    assert.deepEqual(await sdk.forceMuteAll(sessionId, [second]), details);
    const forced = await viewer.next('muteForced', ({ active }) => active === true);
    assert.deepEqual(forced.streamIds, [streamId]);
    assert.deepEqual(await call('muteAllStreams', sessionId, true), details);
    assert.deepEqual(await sdk.disableForceMute(sessionId), details);
    await viewer.next('muteForced', ({ active }) => active === false);
  });
});

describe('what this server does not do', () => {
  for (const [method, values] of Object.entries(NOT_OFFERED)) {
    test(`${method} fails with the package's own error and the server's words`, async () => {
      const { name, status, said } = await refusedByVonage(() => call(method, ...values));
      assert.deepEqual([name, status], ['VetchError', 501]);
      assert.match(said ?? '', /does not offer/);
    });
  }

  test('playDTMF to one connection fails likewise', async () => {
    assert.equal((await refusedByVonage(() => sdk.playDTMF(SESSION, '1', ID))).status, 501);
  });

  for (const method of LISTS) {
    test(`${method} finds nothing`, async () => {
      const filters = [undefined, {}, { offset: 1, count: 10, sessionId: SESSION }];
      for (const filter of filters) assert.deepEqual(await call(method, filter), { count: 0, items: [] });
    });
  }
});

describe('an application is refused', () => {
  /** The statuses of every call about a session. */
  async function statusesOf(video: Video, sessionId: string): Promise<(number | undefined)[]> {
    const calls = [
      () => video.getStreamInfo(sessionId),
      () => video.getStreamInfo(sessionId, ID),
      () => video.setStreamClassLists(sessionId, [{ id: ID, layoutClassList: [] }]),
      () => video.sendSignal({ type: 'a', data: 'b' }, sessionId),
      () => video.sendSignal({ type: 'a', data: 'b' }, sessionId, ID),
      () => video.disconnectClient(sessionId, ID),
      () => video.muteStream(sessionId, ID),
      () => video.forceMuteAll(sessionId, []),
      () => video.disableForceMute(sessionId),
    ];
    const statuses: (number | undefined)[] = [];
    for (const one of calls) {
      const { name, message, status, said } = await refusedByVonage(one);
      assert.deepEqual(
        [name, message, typeof said],
        ['VetchError', `Request failed with status code ${status}`, 'string'],
      );
      statuses.push(status);
    }
    return statuses;
  }

  test('with a key that is not its own', async () => {
    const { sessionId } = await openCall();
    const strange = createVonageSdk(host.server, { ...application, privateKey: other.privateKey });
    assert.deepEqual([...new Set(await statusesOf(strange, sessionId))], [403]);
    const { status, said } = await refusedByVonage(() => strange.createSession());
    assert.deepEqual([status, said], [403, 'The token is not valid.']);
  });

  test('that nobody knows', async () => {
    const unknown = createVonageSdk(host.server, createApplication());
    const { status, said } = await refusedByVonage(() => unknown.createSession());
    assert.deepEqual([status, said], [403, 'Issuer not found.']);
  });

  test("a session that nobody made, and another application's", async () => {
    const { sessionId } = await openCall();
    assert.deepEqual([...new Set(await statusesOf(sdk, `${sessionId}x`))], [404]);
    assert.deepEqual([...new Set(await statusesOf(createVonageSdk(host.server, other), sessionId))], [404]);
  });

  test('connections and streams that are not there', async () => {
    const { sessionId } = await openCall();
    const statuses = [
      () => sdk.getStreamInfo(sessionId, ID),
      () => sdk.muteStream(sessionId, ID),
      () => sdk.setStreamClassLists(sessionId, [{ id: ID, layoutClassList: [] }]),
      () => sdk.disconnectClient(sessionId, ID),
      () => sdk.sendSignal({ type: 'a', data: 'b' }, sessionId, ID),
    ].map(async (one) => (await refusedByVonage(one)).status);
    assert.deepEqual([...new Set(await Promise.all(statuses))], [404]);
  });

  test('values that are not right', async () => {
    const { sessionId, streamId } = await openCall();
    const wrong: readonly [number, string, ...unknown[]][] = [
      [400, 'createSession', { location: 'Berlin' }],
      [400, 'createSession', { mediaMode: 'enabled', archiveMode: 'always' }],
      [400, 'createSession', { archiveMode: 'sometimes' }],
      [400, 'getStreamInfo', sessionId, 'not-an-id'],
      [400, 'setStreamClassLists', sessionId, [{ id: streamId, layoutClassList: [''] }]],
      [400, 'setStreamClassLists', sessionId, []],
      [400, 'sendSignal', { type: 'a b', data: 'x' }, sessionId],
      [400, 'sendSignal', { type: 'a', data: null }, sessionId],
      [413, 'sendSignal', { type: 'a', data: 'x'.repeat(8193) }, sessionId],
      [413, 'sendSignal', { type: 'a', data: 'x'.repeat(300_000) }, sessionId],
      [400, 'disconnectClient', sessionId, 'not-an-id'],
      [400, 'muteStream', sessionId, 'not-an-id'],
      [400, 'forceMuteAll', sessionId, ['not-an-id']],
      [400, 'muteAllStreams', sessionId, 'maybe'],
    ];
    for (const [status, method, ...values] of wrong) {
      const refusal = await refusedByVonage(() => call(method, ...values));
      assert.deepEqual([refusal.name, refusal.status], ['VetchError', status], `${method}: ${refusal.said}`);
    }
    assert.deepEqual(
      ((await sdk.getStreamInfo(sessionId, streamId)) as { layoutClassList?: string[] }).layoutClassList,
      ['focus', 'full'],
    );
  });

  test('while its project is disabled, as are its clients', async () => {
    const disabled = await host.addApplication();
    const own = createVonageSdk(host.server, disabled);
    const { sessionId } = await own.createSession();
    const token = own.generateClientToken(sessionId);
    await host.projects.update(disabled.id, { status: 'disabled' });
    assert.deepEqual([...new Set(await statusesOf(own, sessionId))], [403]);
    assert.match((await refusedByVonage(() => own.createSession())).said ?? '', /disabled/);
    await assert.rejects(join(sessionId, token, disabled.id), { code: 'authenticationFailed', message: /disabled/ });
    await host.projects.update(disabled.id, { status: 'active' });
    await join(sessionId, token, disabled.id);
    await own.createSession();
  });
});

describe('credentials and tokens of applications', () => {
  const send = async (authorization: string, id = application.id): Promise<number> =>
    (await fetch(`${host.server.httpUrl}/v2/project/${id}/archive`, { headers: { authorization } })).status;
  const claims = (): object => ({ application_id: application.id, iat: now(), exp: now() + 300, jti: createUuid() });

  test('a client token is no credential', async () => {
    const { sessionId } = await sdk.createSession();
    const token = sdk.generateClientToken(sessionId, { role: 'moderator', expireTime: now() + 200 });
    assert.equal(await send(`Bearer ${token}`), 403);
  });

  test('a credential is no client token', async () => {
    const { sessionId } = await sdk.createSession();
    const credential = signRsaJwt(claims(), application.privateKey);
    assert.equal(await send(`bearer ${credential}`), 200);
    await assert.rejects(join(sessionId, credential), { code: 'authenticationFailed' });
  });

  test('the public key is no secret to sign with, whatever the token says of itself', async () => {
    const { sessionId } = await sdk.createSession();
    for (const header of [undefined, { alg: 'RS256', typ: 'JWT' }, { alg: 'none' }]) {
      assert.equal(await send(`Bearer ${signJwt(claims(), application.publicKey, header)}`), 403);
      const token = { ...claims(), session_id: sessionId, scope: 'session.connect', role: 'moderator' };
      const forged = join(sessionId, signJwt(token, application.publicKey, header));
      await assert.rejects(forged, { code: 'authenticationFailed' });
    }
  });

  test("of one application open nothing of another's", async () => {
    const { sessionId } = await sdk.createSession();
    const foreign = createVonageSdk(host.server, other);
    assert.equal(await send(`Bearer ${signRsaJwt(claims(), application.privateKey)}`, other.id), 403);
    const token = foreign.generateClientToken(sessionId);
    await assert.rejects(join(sessionId, token), { code: 'authenticationFailed' });
    await assert.rejects(join(sessionId, token, other.id), { code: 'invalidSession' });
  });

  test('may limit themselves to paths', async () => {
    const limited = (paths: object): string => signRsaJwt({ ...claims(), acl: { paths } }, application.privateKey);
    assert.equal(await send(`Bearer ${limited({ '/v2/project/**': {} })}`), 200);
    assert.equal(await send(`Bearer ${limited({ '/*/project/*/archive': {} })}`), 200);
    assert.equal(await send(`Bearer ${limited({ '/session/**': {} })}`), 403);
  });

  test('are judged by the key that was rotated in, and by the one before while the overlap lasts', async () => {
    const rotating = await host.addApplication();
    const next = { ...createApplication(), id: rotating.id };
    await host.projects.rotate(rotating.id, next.publicKey, Date.now() + 3_600_000);
    for (const { privateKey } of [rotating, next]) {
      await createVonageSdk(host.server, { id: rotating.id, privateKey }).createSession();
    }
    await host.projects.rotate(rotating.id, next.publicKey, 0);
    const late = createVonageSdk(host.server, { ...createApplication(), id: rotating.id });
    assert.equal((await refusedByVonage(() => late.createSession())).status, 403);
    assert.equal((await refusedByVonage(() => createVonageSdk(host.server, rotating).createSession())).status, 403);
  });
});
