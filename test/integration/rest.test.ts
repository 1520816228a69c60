import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, describe, test } from 'node:test';
import { createUuid } from '../../src/base/ids.ts';
import { ask, createOfficialSdk, createSdkSession, type OfficialSdk } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { createRestCaller, type RestCaller } from '../support/rest-caller.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { signClientJwt, signRestCredential } from '../support/tokens.ts';

// What is in a session, driven by the unmodified official package and by plain requests.

let server: TestServer;
let sdk: OfficialSdk;
let call: RestCaller;
const clients: RawClient[] = [];

before(async () => {
  server = await startServer();
  sdk = createOfficialSdk(server);
  call = createRestCaller(server);
});
after(() => server.close());
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});

async function join(sessionId: string, options: object = {}): Promise<RawClient> {
  const token = sdk.generateToken(sessionId, options);
  const client = await joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId, token });
  clients.push(client);
  await client.connectTransports();
  return client;
}

/** A session in which one publishes and another watches. */
async function openCall() {
  const { sessionId } = await createSdkSession(sdk, { mediaMode: 'routed' });
  const publisher = await join(sessionId, { initialLayoutClassList: ['focus', 'inactive'] });
  const viewer = await join(sessionId);
  const streamId = await publisher.publish({ name: 'Board', videoType: 'screen' });
  const subscriptionId = createUuid();
  await viewer.request('subscribe', { subscriptionId, streamId, audio: true, video: true });
  return { sessionId, publisher, viewer, streamId };
}

describe('streams', () => {
  test('are listed, read one by one, and given classes, by the official package', async () => {
    const { sessionId, streamId } = await openCall();
    const expected = { id: streamId, videoType: 'screen', name: 'Board', layoutClassList: ['focus', 'inactive'] };
    const [listed] = (await ask(sdk, 'listStreams', sessionId)) as object[];
    assert.deepEqual({ ...listed }, expected);
    assert.deepEqual({ ...((await ask(sdk, 'getStream', sessionId, streamId)) as object) }, expected);
    await ask(sdk, 'setStreamClassLists', sessionId, [{ id: streamId, layoutClassList: ['wide'] }]);
    const { json, type } = await call('GET', `session/${sessionId}/stream/${streamId}/`);
    assert.deepEqual(json, { ...expected, layoutClassList: ['wide'] });
    assert.match(type ?? '', /^application\/json/);
    const one = await call('PUT', `session/${sessionId}/stream/${streamId}`, { body: { layoutClassList: [] } });
    assert.deepEqual(one.json, { ...expected, layoutClassList: [] });
  });

  test('that are not there are not found, and a list with one of them changes none', async () => {
    const { sessionId, streamId } = await openCall();
    await assert.rejects(ask(sdk, 'getStream', sessionId, createUuid()), /not found/i);
    const items = [
      { id: streamId, layoutClassList: ['changed'] },
      { id: createUuid(), layoutClassList: [] },
    ];
    assert.equal((await call('PUT', `session/${sessionId}/stream`, { body: { items } })).status, 404);
    const { json } = await call('GET', `session/${sessionId}/stream`);
    assert.deepEqual([json.count, json.items[0].layoutClassList], [1, ['focus', 'inactive']]);
  });

  test('of a session nobody is in are none; of an unknown or foreign session there is no word', async () => {
    const { sessionId } = await createSdkSession(sdk, { mediaMode: 'routed' });
    assert.deepEqual((await call('GET', `session/${sessionId}/stream/`)).json, { count: 0, items: [] });
    const unknown = await call('GET', 'session/2_MX40NzExfn4xNzk1MjIxNzE5NDI3fn4/stream');
    assert.deepEqual([unknown.status, typeof unknown.json.message], [404, 'string']);
    assert.equal((await call('GET', `session/${sessionId}/stream/not-an-id`)).status, 400);
  });
});

describe('connections', () => {
  test('are listed with what they publish and watch, and counted', async () => {
    const { sessionId, publisher, viewer, streamId } = await openCall();
    const { json } = await call('GET', `session/${sessionId}/connection/`);
    assert.deepEqual([json.count, json.projectId, json.sessionId], [2, server.apiKey, sessionId]);
    const [first, second] = json.items;
    assert.deepEqual([first.connectionId, first.connectionState], [publisher.id, 'Connected']);
    assert.ok(Math.abs(first.createdAt - Date.now()) < 60_000);
    assert.deepEqual([first.publishes, first.subscribesTo], [[streamId], []]);
    assert.deepEqual([second.connectionId, second.publishes, second.subscribesTo], [viewer.id, [], [streamId]]);
    assert.deepEqual((await call('GET', `session/${sessionId}/counts`)).json, {
      connections: 2,
      publishers: 1,
      subscribers: 1,
      subscribingOnly: 1,
      streams: [{ id: streamId, subscribers: 1 }],
    });
  });

  test('are ended by the official package, and told why', async () => {
    const { sessionId, publisher, viewer } = await openCall();
    await ask(sdk, 'forceDisconnect', sessionId, publisher.id);
    assert.equal((await publisher.next('expelled')).reason, 'forceDisconnected');
    assert.equal((await viewer.next('connectionDestroyed')).reason, 'forceDisconnected');
    await assert.rejects(ask(sdk, 'forceDisconnect', sessionId, publisher.id), /not found/i);
    assert.equal((await call('DELETE', `session/${sessionId}/connection/${viewer.id}`)).status, 204);
    // What the package sends when it is given an empty connection id.
    await assert.rejects(ask(sdk, 'forceDisconnect', sessionId, ''), /not found/i);
  });
});

describe('signals', () => {
  test('reach all, or one, without a sender', async () => {
    const { sessionId, publisher, viewer } = await openCall();
    await ask(sdk, 'signal', sessionId, null, { type: 'chat', data: 'to "all"' });
    for (const client of [publisher, viewer]) {
      assert.deepEqual(await client.next('signal'), { type: 'chat', data: JSON.stringify('to "all"') });
    }
    await ask(sdk, 'signal', sessionId, viewer.id, { data: 'to one' });
    assert.deepEqual(await viewer.next('signal', ({ data }) => data === '"to one"'), { data: '"to one"' });
    assert.equal(publisher.received.filter(({ name }) => name === 'signal').length, 1);
  });

  test('that are too large, malformed or for nobody are refused, each in its way', async () => {
    const { sessionId, viewer } = await openCall();
    const send = async (body: unknown, to = '') =>
      (await call('POST', `session/${sessionId}${to}/signal`, { body })).status;
    assert.equal(await send({ data: 'x'.repeat(8192) }), 204);
    assert.equal(await send({ data: 'x'.repeat(8193) }), 413);
    assert.equal(await send({ type: 'x'.repeat(129) }), 413);
    assert.equal(await send({ type: 'a b' }), 400);
    assert.equal(await send({ data: { a: 1 } }), 400);
    assert.equal(await send({ data: null }), 400);
    assert.equal(await send('{'), 400);
    assert.equal(await send({}), 204);
    assert.equal(await send(undefined), 204);
    assert.equal(await send({ data: 'x' }, `/connection/${createUuid()}`), 404);
    await assert.rejects(ask(sdk, 'signal', sessionId, createUuid(), { data: 'x' }), /not found/i);
    await viewer.next('signal');
    const { sessionId: empty } = await createSdkSession(sdk, { mediaMode: 'routed' });
    assert.equal((await call('POST', `session/${empty}/signal`, { body: { data: 'x' } })).status, 204);
  });
});

describe('mutes', () => {
  test('silence one stream, all but some, and those that begin later, until that ends', async () => {
    const { sessionId, publisher, viewer, streamId } = await openCall();
    const properties = { name: 'n', hasAudio: true, hasVideo: false };
    const speak = () => publisher.publish(properties);
    const [first, second] = [await speak(), await speak()];
    await ask(sdk, 'forceMuteStream', sessionId, first);
    assert.deepEqual(await viewer.next('muteForced'), { streamIds: [first] });
    await ask(sdk, 'forceMuteAll', sessionId, { excludedStreamIds: [second] });
    const forced = await viewer.next('muteForced', ({ active }) => active === true);
    assert.deepEqual(forced, { streamIds: [streamId], active: true });
    const others = ['excludedStreams', 'excudedStreamIds'];
    for (const spelling of others) {
      const body = { active: 'true', [spelling]: [second] };
      const { status, json } = await call('POST', `session/${sessionId}/mute`, { body });
      assert.deepEqual([status, json.id, json.status], [200, server.apiKey, 'ACTIVE']);
      assert.ok(!JSON.stringify(json).includes(server.apiSecret));
    }
    const third = await speak();
    const begun = await viewer.next('streamCreated', ({ stream }) => stream.id === third);
    assert.equal(begun.stream.properties.hasAudio, false);
    await ask(sdk, 'disableForceMute', sessionId);
    assert.deepEqual(await viewer.next('muteForced', ({ active }) => active === false), {
      streamIds: [],
      active: false,
    });
    await assert.rejects(ask(sdk, 'forceMuteStream', sessionId, createUuid()), /not found/i);
    // Five official packages send no body at all.
    const empty = { headers: { 'content-type': 'application/json' } };
    assert.equal((await call('POST', `session/${sessionId}/stream/${second}/mute`, empty)).status, 200);
  });
});

test('what is no HTTP, or too much of it, is refused in JSON like everything else', async () => {
  const { port } = new URL(server.httpUrl);
  const head = `GET /v2/project/${server.apiKey}/archive HTTP/1.1\r\nhost: x\r\n`;
  for (const [request, status] of [
    ['nothing of the kind\r\n\r\n', 400],
    [`${head}x-opentok-auth: ${'A'.repeat(20_000)}\r\n\r\n`, 431],
    [`${head}content-length: -1\r\n\r\n`, 400],
  ] as const) {
    const socket = connect(Number(port), '127.0.0.1').end(request);
    const [first = '', ...rest] = (await text(socket)).split('\r\n');
    assert.equal(first.split(' ')[1], String(status));
    assert.ok(rest.includes('content-type: application/json'));
    assert.deepEqual(Object.keys(JSON.parse(rest.at(-1) ?? '')), ['code', 'message', 'description']);
  }
});

test('a client token opens none of these, nor does a credential of another project', async () => {
  const { sessionId, viewer } = await openCall();
  const clientToken = signClientJwt(server, sessionId, { role: 'moderator' });
  const foreign = signRestCredential({ apiKey: server.apiKey, apiSecret: 'a'.repeat(40) });
  for (const credential of [clientToken, foreign, '']) {
    const headers = { 'x-opentok-auth': credential };
    for (const [method, path] of [
      ['GET', `session/${sessionId}/stream`],
      ['GET', `session/${sessionId}/connection`],
      ['GET', `session/${sessionId}/counts`],
      ['DELETE', `session/${sessionId}/connection/${viewer.id}`],
      ['POST', `session/${sessionId}/signal`],
      ['POST', `session/${sessionId}/mute`],
    ] as const) {
      const { status, json } = await call(method, path, { headers });
      assert.deepEqual([status, typeof json.message], [403, 'string'], `${method} ${path}`);
    }
  }
  assert.equal(viewer.disconnectReason, undefined);
});
