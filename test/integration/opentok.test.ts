import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createUuid } from '../../src/base/ids.ts';
import { type ApplicationServer, startApplicationServer } from '../support/applications.ts';
import { ask, createOfficialSdk, createSdkSession, type OfficialSdk } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { now, type TestProject } from '../support/tokens.ts';

// Every call of the official, unmodified opentok package, as it works with an API key and as it works with an application. A callback
// that never comes stops the file; a rejection that nobody handles, which the package is prone to, fails it.

let host: ApplicationServer;
/** Filled in before the tests: a project, and the same with a secret that is not its own. */
const projects: Record<'key' | 'application', TestProject & { readonly wrongSecret: string }> = {
  key: { apiKey: '', apiSecret: '', wrongSecret: 'f'.repeat(40) },
  application: { apiKey: '', apiSecret: '', wrongSecret: '' },
};
const clients: RawClient[] = [];

before(async () => {
  host = await startApplicationServer();
  const [own, other] = [await host.addApplication(), await host.addApplication()];
  const { apiKey, apiSecret } = host.server;
  projects.key = { ...projects.key, apiKey, apiSecret };
  projects.application = { apiKey: own.id, apiSecret: own.privateKey, wrongSecret: other.privateKey };
});
after(() => host.close());
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});

const SESSION = '2_x';
const ID = '0f0e0d0c-0b0a-4908-8706-050403020100';

/** What this server does not do. */
const NOT_OFFERED: Readonly<Record<string, readonly unknown[]>> = {
  startArchive: [SESSION, { name: 'x' }],
  stopArchive: [ID],
  getArchive: [ID],
  deleteArchive: [ID],
  addArchiveStream: [ID, ID, {}],
  removeArchiveStream: [ID, ID],
  setArchiveLayout: [ID, 'pip', null, null],
  startBroadcast: [SESSION, { outputs: { hls: {} } }],
  stopBroadcast: [ID],
  getBroadcast: [ID],
  addBroadcastStream: [ID, ID, {}],
  removeBroadcastStream: [ID, ID],
  setBroadcastLayout: [ID, 'pip', null, null],
  dial: [SESSION, 'token', 'sip:a@example.com', {}],
  playDTMF: [SESSION, null, '1p2'],
  startCaptions: [SESSION, 'token', {}],
  stopCaptions: [ID],
  startRender: [{ sessionId: SESSION, token: 'token', url: 'https://example.com/page' }],
  getRender: [ID],
  stopRender: [ID],
  websocketConnect: [SESSION, 'token', 'wss://example.com', {}],
};
const LISTS = ['listArchives', 'listBroadcasts', 'listRenders'];
/** What it does about a session, with what names one that is not there. */
const OFFERED: Readonly<Record<string, (sessionId: string) => readonly unknown[]>> = {
  listStreams: (sessionId) => [sessionId],
  getStream: (sessionId) => [sessionId, ID],
  setStreamClassLists: (sessionId) => [sessionId, [{ id: ID, layoutClassList: [] }]],
  forceMuteStream: (sessionId) => [sessionId, ID],
  forceMuteAll: (sessionId) => [sessionId, {}],
  disableForceMute: (sessionId) => [sessionId],
  forceDisconnect: (sessionId) => [sessionId, ID],
  signal: (sessionId) => [sessionId, null, { type: 'a', data: 'b' }],
};

test('no method of the package is left out here', () => {
  const sdk = createOfficialSdk(host.server) as unknown as Record<string, unknown>;
  const methods: string[] = [];
  for (const name in sdk) if (typeof sdk[name] === 'function') methods.push(name);
  const local = ['createSession', 'generateToken', 'generateJwt'];
  const callbacks = ['registerCallback', 'unregisterCallback', 'listCallbacks'];
  const known = [...local, ...callbacks, ...LISTS, ...Object.keys(OFFERED), ...Object.keys(NOT_OFFERED)];
  assert.deepEqual(methods.toSorted(), known.toSorted());
});

for (const kind of ['key', 'application'] as const) {
  const open = (secret = projects[kind].apiSecret): OfficialSdk =>
    createOfficialSdk({ ...projects[kind], httpUrl: host.server.httpUrl }, secret);

  async function join(sessionId: string, options: object = {}): Promise<RawClient> {
    const { apiKey } = projects[kind];
    const token = open().generateToken(sessionId, options);
    const client = await joinRaw(host.server.httpUrl, { apiKey, sessionId, token });
    clients.push(client);
    return client;
  }

  /** A session in which one publishes and another is. */
  async function openCall() {
    const sdk = open();
    const { sessionId } = await createSdkSession(sdk, { mediaMode: 'routed' });
    const publisher = await join(sessionId, { data: 'name=Ada', initialLayoutClassList: ['focus', 'full'] });
    await publisher.connectTransports();
    const viewer = await join(sessionId, { role: 'subscriber' });
    const streamId = await publisher.publish({ name: 'Board', videoType: 'screen' });
    return { sdk, sessionId, publisher, viewer, streamId };
  }

  describe(`the opentok package as ${kind === 'key' ? 'an API key' : 'an application'}`, () => {
    test('makes sessions with all its options, and tokens for them', async () => {
      for (const [options, prefix] of [
        [{}, '1_'],
        [{ mediaMode: 'relayed', location: '192.0.2.10' }, '1_'],
        [{ mediaMode: 'routed', archiveMode: 'always', archiveName: 'x', archiveResolution: '1280x720' }, '2_'],
        [{ mediaMode: 'routed', e2ee: true }, '2_'],
      ] as const) {
        const { sessionId } = await createSdkSession(open(), options);
        assert.ok(sessionId.startsWith(prefix), sessionId);
        const client = await join(sessionId, { role: 'moderator', data: 'name=Ada', expire_time: now() + 60 });
        const { permissions, connection } = client.welcome;
        assert.deepEqual([permissions.forceDisconnect, connection.data], [true, 'name=Ada']);
      }
    });

    test('reads streams, one and all, and gives them classes', async () => {
      const { sdk, sessionId, streamId } = await openCall();
      const stream = { id: streamId, videoType: 'screen', name: 'Board', layoutClassList: ['focus', 'full'] };
      const [listed] = (await ask(sdk, 'listStreams', sessionId)) as object[];
      assert.deepEqual({ ...listed }, stream);
      assert.deepEqual({ ...((await ask(sdk, 'getStream', sessionId, streamId)) as object) }, stream);
      await ask(sdk, 'setStreamClassLists', sessionId, [{ id: streamId, layoutClassList: ['wide'] }]);
      const changed = (await ask(sdk, 'getStream', sessionId, streamId)) as object;
      assert.deepEqual({ ...changed }, { ...stream, layoutClassList: ['wide'] });
    });

    test('registers callbacks, lists and removes them, and hears why not', async () => {
      const sdk = open();
      const options = { group: 'stream', event: 'created', url: 'https://app.example.com/events' };
      const made = (await ask(sdk, 'registerCallback', options)) as { id: string; group: string; url: string };
      assert.deepEqual([made.group, made.url], [options.group, options.url]);
      const listed = (await ask(sdk, 'listCallbacks')) as { id: string }[];
      assert.deepEqual(
        listed.map(({ id }) => id),
        [made.id],
      );
      await assert.rejects(ask(sdk, 'registerCallback', { ...options, url: 'ftp://app.example.com' }));
      await assert.rejects(ask(open(projects[kind].wrongSecret), 'registerCallback', options));
      await ask(sdk, 'unregisterCallback', made.id);
      assert.deepEqual(await ask(sdk, 'listCallbacks'), []);
      await assert.rejects(ask(sdk, 'unregisterCallback', made.id));
    });

    test('signals, mutes and disconnects', async () => {
      const { sdk, sessionId, publisher, viewer, streamId } = await openCall();
      await ask(sdk, 'signal', sessionId, null, { type: 'chat', data: 'to all' });
      await ask(sdk, 'signal', sessionId, viewer.id, { type: 'chat', data: 'to one' });
      await viewer.next('signal', ({ data }) => data === '"to one"');
      assert.deepEqual(await publisher.next('signal'), { type: 'chat', data: '"to all"' });
      const second = await publisher.publish();
      await ask(sdk, 'forceMuteStream', sessionId, second);
      assert.deepEqual(await viewer.next('muteForced'), { streamIds: [second] });
      await ask(sdk, 'forceMuteAll', sessionId, { excludedStreamIds: [second] });
      const forced = await viewer.next('muteForced', ({ active }) => active === true);
      assert.deepEqual(forced.streamIds, [streamId]);
      await ask(sdk, 'disableForceMute', sessionId);
      await viewer.next('muteForced', ({ active }) => active === false);
      await ask(sdk, 'forceDisconnect', sessionId, publisher.id);
      assert.equal((await publisher.next('expelled')).reason, 'forceDisconnected');
    });

    test('is told of what this server does not do', async () => {
      for (const [method, values] of Object.entries(NOT_OFFERED)) {
        await assert.rejects(ask(open(), method, ...values), /does not offer/, method);
      }
      await assert.rejects(ask(open(), 'playDTMF', SESSION, ID, '1'), /does not offer/);
      for (const method of LISTS) {
        const found = await ask(open(), method, { offset: 1, count: 10 });
        // The package unpacks two of the three.
        assert.deepEqual(found, method === 'listRenders' ? { count: 0, items: [] } : [], method);
      }
    });

    test('is told when its secret is wrong, whatever it calls', async () => {
      const wrong = open(projects[kind].wrongSecret);
      const { sessionId } = await createSdkSession(open());
      await assert.rejects(createSdkSession(wrong), /Failed to createSession.*Invalid API key or secret/);
      for (const [method, toValues] of Object.entries(OFFERED)) {
        await assert.rejects(ask(wrong, method, ...toValues(sessionId)), /Invalid API key or secret/, method);
      }
      for (const [method, values] of Object.entries(NOT_OFFERED)) {
        await assert.rejects(ask(wrong, method, ...values), /Invalid API key or secret/, method);
      }
      for (const method of LISTS) {
        await assert.rejects(ask(wrong, method, { count: 1 }), /Invalid API key or secret/, method);
      }
    });

    test('is told when a session, a connection or a stream is not there', async () => {
      const { sdk, sessionId, publisher } = await openCall();
      for (const [method, toValues] of Object.entries(OFFERED)) {
        await assert.rejects(ask(sdk, method, ...toValues(`${sessionId}x`)), /not found/i, method);
      }
      for (const method of ['getStream', 'setStreamClassLists', 'forceMuteStream', 'forceDisconnect']) {
        await assert.rejects(ask(sdk, method, ...(OFFERED[method]?.(sessionId) ?? [])), /not found/i, method);
      }
      await assert.rejects(ask(sdk, 'signal', sessionId, createUuid(), { data: 'x' }), /not found/i);
      await assert.rejects(ask(sdk, 'forceDisconnect', sessionId, ''), /not found/i);
      assert.equal(publisher.disconnectReason, undefined);
    });

    test('is told in words what is wrong with a value', async () => {
      const { sdk, sessionId, streamId } = await openCall();
      await assert.rejects(createSdkSession(sdk, { maxConnections: 0 }), /maxConnections/);
      const classes = [{ id: streamId, layoutClassList: ['x'.repeat(256)] }];
      await assert.rejects(ask(sdk, 'setStreamClassLists', sessionId, classes), /layoutClassList/);
      await assert.rejects(ask(sdk, 'getStream', sessionId, 'x'), /streamId/);
      await assert.rejects(ask(sdk, 'forceMuteAll', sessionId, { excludedStreamIds: ['x'] }), /excludedStreamIds/);
      await assert.rejects(ask(sdk, 'signal', sessionId, null, { type: 'a b' }), /type/);
      await assert.rejects(ask(sdk, 'signal', sessionId, null, { data: 'x'.repeat(8193) }), /8192 bytes/);
    });
  });
}
