import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { ask, createOfficialSdk, createSdkSession, type OfficialSdk } from '../support/official-sdk.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { Receiver, type Told } from '../support/receiver.ts';
import { createRestCaller } from '../support/rest-caller.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait.ts';
import { findWorkers } from '../support/workers.ts';

const MONITORED = [
  ['session', 'created'],
  ['session', 'destroyed'],
  ['session', 'notification'],
  ['connection', 'created'],
  ['connection', 'destroyed'],
  ['stream', 'created'],
  ['stream', 'destroyed'],
] as const;

const env = { CONCLAVE_CALLBACK_PRIVATE: 'on' };
let server: TestServer;
let sdk: OfficialSdk;
let receiver: Receiver;
const clients: RawClient[] = [];

before(async () => {
  server = await startServer({ env });
  sdk = createOfficialSdk(server);
});
after(() => server.close());

async function openReceiver(t: TestContext): Promise<Receiver> {
  const opened = new Receiver();
  await opened.open();
  t.after(() => opened.close());
  return opened;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});

function call(method: string, path: string, body?: unknown, of: TestServer = server) {
  return createRestCaller(of)(method, path, { body });
}

/** Registers the receiver for events, by the official package; removed after the test. */
async function register(t: TestContext, events: readonly (readonly [string, string])[], of = server): Promise<void> {
  for (const [group, event] of events) {
    const { json } = await call('POST', 'callback', { group, event, url: `${receiver.url}/${group}` }, of);
    t.after(() => call('DELETE', `callback/${json.id}`, undefined, of).catch(() => undefined));
  }
}

async function join(sessionId: string, options: object = {}, of = server): Promise<RawClient> {
  const token = createOfficialSdk(of).generateToken(sessionId, options);
  const client = await joinRaw(of.httpUrl, { apiKey: of.apiKey, sessionId, token });
  clients.push(client);
  await client.connectTransports();
  return client;
}

async function createSession(options: object = {}): Promise<string> {
  return (await createSdkSession(sdk, { mediaMode: 'routed', ...options })).sessionId;
}

/** The check of signatures that the guide gives, as it stands there. */
async function readGuide(): Promise<(body: string, header: string, secret: string) => boolean> {
  const guide = readFileSync(new URL('../../docs/callbacks.md', import.meta.url), 'utf8');
  const code = [...guide.matchAll(/```js\n([^`]*isFromConclave[\s\S]*?)```/g)][0]?.[1] ?? '';
  const { isFromConclave } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return isFromConclave;
}

async function isSigned({ headers, text }: Told, secret: string): Promise<boolean> {
  return (await readGuide())(text, String(headers['x-conclave-signature']), secret);
}

/** Deliveries that wait in the database of a data folder. */
function countWritten(dataDir: string): number {
  return count(dataDir, 'deliveries');
}

/** Rows of a table of that database. */
function count(dataDir: string, table: 'deliveries' | 'presence'): number {
  const database = new DatabaseSync(joinPath(dataDir, 'conclave.db'), { readOnly: true });
  try {
    return Number(database.prepare(`select count(*) as count from ${table}`).get()?.count);
  } finally {
    database.close();
  }
}

function toSubjectId({ sessionId, connection, stream }: Record<string, unknown>): string {
  return ((connection ?? stream ?? { id: sessionId }) as { id: string }).id;
}

/** A data folder for one server after another. */
function makeDataDir(t: TestContext): string {
  const dataDir = mkdtempSync(joinPath(tmpdir(), 'conclave-callbacks-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

describe('callbacks', () => {
  test('are registered, listed and removed by the official package', async (t) => {
    receiver = await openReceiver(t);
    const options = { group: 'connection', event: 'created', url: `${receiver.url}/made` };
    const made = (await ask(sdk, 'registerCallback', options)) as Record<string, unknown>;
    assert.deepEqual([made.group, made.event, made.url], ['connection', 'created', options.url]);
    const listed = (await ask(sdk, 'listCallbacks')) as Record<string, unknown>[];
    assert.deepEqual(
      listed.map(({ id }) => id),
      [made.id],
    );
    const { json } = await call('GET', 'callback');
    assert.equal('secret' in json[0], false, 'the secret is told once');
    await ask(sdk, 'unregisterCallback', made.id);
    assert.deepEqual((await call('GET', 'callback')).json, []);
    assert.equal((await call('DELETE', `callback/${made.id}`)).status, 404);
  });

  test('that make no sense are refused, with words that help', async () => {
    const good = { group: 'stream', event: 'created', url: 'https://app.example.com/events' };
    const wrong: [object, RegExp][] = [
      [{ ...good, group: 'weather' }, /session \(created/],
      [{ ...good, event: 'constructor' }, /stream \(created, destroyed\)/],
      [{ ...good, group: '__proto__' }, /group, event/],
      [{ ...good, url: 'ftp://app.example.com' }, /url/],
      [{ ...good, url: 'https://user:word@app.example.com/' }, /url/],
      [{ ...good, url: 'https://[::' }, /url/],
      [{ ...good, url: `https://app.example.com/${'x'.repeat(2048)}` }, /url/],
      [{ ...good, url: 'https://app.example.com/\0' }, /url/],
      [{ ...good, secret: 'short' }, /secret/],
      [{ ...good, afterSeconds: 0 }, /afterSeconds/],
      [{ group: 'stream', event: 'created' }, /url/],
    ];
    for (const [body, message] of wrong) {
      const { status, json } = await call('POST', 'callback', body);
      assert.equal(status, 400, JSON.stringify(body));
      assert.match(json.message, message);
    }
    assert.deepEqual((await call('GET', 'callback')).json, []);
  });

  test('tell the story of a session in the form of OpenTok, signed, numbered, each to its own URL', async (t) => {
    receiver = await openReceiver(t);
    const secret = 'a secret that both sides know about';
    await register(t, MONITORED.slice(1));
    const { json } = await call('POST', 'callback', {
      group: 'session',
      event: 'created',
      url: `${receiver.url}/first`,
      secret,
    });
    t.after(() => call('DELETE', `callback/${json.id}`));
    const sessionId = await createSession();
    const publisher = await join(sessionId, { data: 'name=Ann' });
    const streamId = await publisher.publish({ name: 'Board', videoType: 'screen' });
    const viewer = await join(sessionId);
    await ask(sdk, 'forceDisconnect', sessionId, publisher.id);
    viewer.leave();
    await receiver.next(({ event, sessionId: of }) => event === 'sessionDestroyed' && of === sessionId);
    await waitFor(() => receiver.about(sessionId).length === 8);

    const about = receiver.about(sessionId);
    const find = (event: string) => about.filter((told) => told.event === event);
    const connection = { id: publisher.id, createdAt: publisher.welcome.connection.createdAt, data: 'name=Ann' };
    const [created] = find('connectionCreated').filter(
      (told) => (told.connection as { id: string }).id === publisher.id,
    );
    assert.deepEqual(created?.connection, connection);
    assert.equal(created?.projectId, server.apiKey);
    const [stream] = find('streamCreated');
    assert.ok(stream !== undefined);
    const { createdAt, ...rest } = stream.stream as { createdAt: number };
    assert.ok(Math.abs(createdAt - Date.now()) < 60_000);
    assert.deepEqual(rest, { id: streamId, connection, name: 'Board', videoType: 'screen' });
    assert.equal(find('streamDestroyed')[0]?.reason, 'forceDisconnected');
    assert.deepEqual(
      find('connectionDestroyed').map(({ reason }) => reason),
      ['forceDisconnected', 'clientDisconnected'],
    );
    assert.equal(find('sessionDestroyed').length, 1);

    const first = await receiver.next(({ event, sessionId: of }) => event === 'sessionCreated' && of === sessionId);
    assert.equal(first.path, '/first');
    assert.equal(await isSigned(first, secret), true);
    assert.equal(await isSigned({ ...first, text: first.text.replace(sessionId, 'x') }, secret), false);
    assert.equal(await isSigned(first, `${secret}!`), false);
    assert.equal(first.headers['x-conclave-event-id'], first.told.id);
    const numbers = find('connectionCreated').map(({ sequence }) => sequence);
    assert.deepEqual(numbers, [1, 2], 'numbered for each callback and session');
    assert.equal(new Set(about.map(({ id }) => id)).size, about.length);
  });

  test('of a project tell nothing of another', async (t) => {
    receiver = await openReceiver(t);
    const other = { apiKey: '4711', apiSecret: 'ab'.repeat(20) };
    const two = await startServer({ env: { ...env, CONCLAVE_PROJECTS: JSON.stringify([other]) } });
    t.after(() => two.close());
    await register(t, [['connection', 'created']], two);
    const foreign = { ...two, ...other };
    assert.deepEqual((await call('GET', 'callback', undefined, foreign)).json, []);
    const { sessionId } = await createSdkSession(createOfficialSdk(foreign), { mediaMode: 'routed' });
    await join(sessionId, {}, foreign);
    const own = (await createSdkSession(createOfficialSdk(two), { mediaMode: 'routed' })).sessionId;
    await join(own, {}, two);
    await receiver.next(({ sessionId: of }) => of === own);
    assert.deepEqual(receiver.about(sessionId), []);
  });

  test('come again until they are accepted, in order, under the same id', async (t) => {
    receiver = await openReceiver(t);
    await register(t, [['connection', 'created']]);
    receiver.status = 500;
    const sessionId = await createSession();
    const ids = [];
    for (let index = 0; index < 3; index++) ids.push((await join(sessionId)).id);
    await waitFor(() => receiver.refusals >= 1);
    receiver.status = 0;
    const before = receiver.refusals;
    await waitFor(() => receiver.refusals > before);
    assert.deepEqual(receiver.about(sessionId), []);
    receiver.status = 204;
    await waitFor(() => receiver.about(sessionId).length === 3);
    assert.deepEqual(
      receiver.about(sessionId).map(({ connection, sequence }) => [(connection as { id: string }).id, sequence]),
      ids.map((id, index) => [id, index + 1]),
    );
  });

  test('that are removed leave nothing behind of who was there', async (t) => {
    receiver = await openReceiver(t);
    const { json } = await call('POST', 'callback', { group: 'stream', event: 'created', url: receiver.url });
    const sessionId = await createSession();
    const client = await join(sessionId, { data: 'name=Ann' });
    await client.publish();
    await receiver.next(({ sessionId: of }) => of === sessionId);
    const countPresent = () => count(server.dataDir, 'presence');
    assert.equal(countPresent(), 3);
    assert.equal((await call('DELETE', `callback/${json.id}`)).status, 204);
    client.leave();
    await waitFor(() => countPresent() === 0);
  });

  test('to private addresses are not sent unless that is allowed', async (t) => {
    receiver = await openReceiver(t);
    const strict = await startServer();
    t.after(() => strict.close());
    await register(t, [['connection', 'created']], strict);
    const { port } = new URL(receiver.url);
    const named = { group: 'connection', event: 'created', url: `http://localhost:${port}/` };
    assert.equal((await call('POST', 'callback', named, strict)).status, 200);
    const { sessionId } = await createSdkSession(createOfficialSdk(strict), { mediaMode: 'routed' });
    await join(sessionId, {}, strict);
    const refusals = () => strict.stderr().match(/PrivateAddressError/g)?.length ?? 0;
    await waitFor(() => refusals() >= 2);
    assert.deepEqual(receiver.accepted, []);
  });

  test('of the settings are always there and stay', async (t) => {
    receiver = await openReceiver(t);
    const apiKey = '481516234';
    const url = `${receiver.url}/settings`;
    const callback = { projectId: apiKey, group: 'session', event: 'created', url, secret: 's'.repeat(32) };
    const settings = { CONCLAVE_API_KEY: apiKey, CONCLAVE_API_SECRET: '0123456789'.repeat(4) };
    const configured = await startServer({
      env: { ...env, ...settings, CONCLAVE_CALLBACKS: JSON.stringify([callback]) },
    });
    t.after(() => configured.close());
    const { json } = await call('GET', 'callback', undefined, configured);
    assert.deepEqual([json.length, json[0].url, json[0].configured], [1, url, true]);
    assert.equal((await call('DELETE', `callback/${json[0].id}`, undefined, configured)).status, 409);
    const { sessionId } = await createSdkSession(createOfficialSdk(configured), { mediaMode: 'routed' });
    await join(sessionId, {}, configured);
    const told = await receiver.next(({ sessionId: of }) => of === sessionId);
    assert.equal(await isSigned(told, callback.secret), true);
  });
});

describe('nothing is lost', () => {
  test('when the receiver is down and the server is killed: all comes, in order, with the ends of what it took along', async (t) => {
    const dataDir = makeDataDir(t);
    receiver = await openReceiver(t);
    const first = await startServer({ env, dataDir });
    t.after(() => first.close());
    await register(t, MONITORED, first);
    const { sessionId } = await createSdkSession(createOfficialSdk(first), { mediaMode: 'routed' });
    await receiver.close();

    const publisher = await join(sessionId, { data: 'first' }, first);
    const streamId = await publisher.publish();
    const viewer = await join(sessionId, {}, first);
    const gone = await join(sessionId, {}, first);
    gone.leave();
    await viewer.next('connectionDestroyed', ({ connectionId }) => connectionId === gone.id);
    await waitFor(() => countWritten(dataDir) === 6);
    first.kill('SIGKILL');
    await first.exited;

    const second = await startServer({ env, dataDir });
    t.after(() => second.close());
    await receiver.open();
    await waitFor(() => receiver.about(sessionId).filter(({ event }) => event === 'sessionDestroyed').length === 1);
    await waitFor(() => receiver.about(sessionId).length >= 10);

    const about = receiver.about(sessionId);
    const story = (event: string) =>
      about.filter((told) => told.event === event).map((told) => (told.connection ?? told.stream) as { id: string });
    const ids = (event: string) => story(event).map(({ id }) => id);
    assert.deepEqual(ids('connectionCreated'), [publisher.id, viewer.id, gone.id]);
    assert.deepEqual(ids('connectionDestroyed'), [gone.id, publisher.id, viewer.id]);
    assert.deepEqual([ids('streamCreated'), ids('streamDestroyed')], [[streamId], [streamId]]);
    const reasons = about.filter(({ event }) => event === 'connectionDestroyed').map(({ reason }) => reason);
    assert.deepEqual(reasons, ['clientDisconnected', 'networkDisconnected', 'networkDisconnected']);
    for (const event of ['connectionCreated', 'connectionDestroyed']) {
      assert.deepEqual(
        about.filter((told) => told.event === event).map(({ sequence }) => sequence),
        [1, 2, 3],
      );
    }
    assert.equal(new Set(about.map(({ id }) => id)).size, about.length, 'none came twice');
    assert.equal(about.length, 10);
  });

  test('when the server is killed at any moment: each beginning has one end, and the numbers have no gap', async (t) => {
    const dataDir = makeDataDir(t);
    receiver = await openReceiver(t);
    const callers = [];
    for (let round = 0; round < 3; round++) {
      const running = await startServer({ env, dataDir });
      t.after(() => running.close());
      if (round === 0) await register(t, MONITORED, running);
      const { sessionId } = await createSdkSession(createOfficialSdk(running), { mediaMode: 'routed' });
      for (let index = 0; index < 4; index++) callers.push(await join(sessionId, {}, running));
      await callers.at(-1)?.publish();
      callers.at(-2)?.leave();
      running.kill('SIGKILL');
      await running.exited;
    }
    const last = await startServer({ env, dataDir });
    t.after(() => last.close());
    await waitFor(() => countWritten(dataDir) === 0);

    const told = receiver.accepted.map((each) => each.told);
    const idsOf = (event: string) =>
      told
        .filter((each) => each.event === event)
        .map(toSubjectId)
        .toSorted();
    for (const kind of ['session', 'connection', 'stream']) {
      assert.deepEqual(idsOf(`${kind}Created`), idsOf(`${kind}Destroyed`), kind);
      assert.equal(new Set(idsOf(`${kind}Created`)).size, idsOf(`${kind}Created`).length, kind);
    }
    assert.ok(idsOf('connectionCreated').length >= 9, 'what was not written yet is the last of each round at most');
    const next = new Map<string, number>();
    for (const { event, sessionId, sequence } of told) {
      const key = `${event} ${sessionId}`;
      const expected = (next.get(key) ?? 0) + 1;
      assert.equal(sequence, expected, key);
      next.set(key, expected);
    }
  });

  test('when the server stops as it should: the ends are told, with the reason', async (t) => {
    const dataDir = makeDataDir(t);
    receiver = await openReceiver(t);
    const first = await startServer({ env, dataDir });
    t.after(() => first.close());
    await register(t, MONITORED, first);
    const { sessionId } = await createSdkSession(createOfficialSdk(first), { mediaMode: 'routed' });
    await join(sessionId, {}, first);
    await receiver.next(({ event }) => event === 'connectionCreated');
    await first.close();
    const second = await startServer({ env, dataDir });
    t.after(() => second.close());
    await receiver.next(({ event }) => event === 'sessionDestroyed');
    const endings = receiver
      .about(sessionId)
      .slice(2)
      .map(({ event, reason }) => [event, reason]);
    assert.deepEqual(
      new Map(endings as [string, string][]),
      new Map([
        ['sessionNotification', 'serverRotation'],
        ['connectionDestroyed', 'serverRotation'],
        ['sessionDestroyed', 'serverRotation'],
      ]),
    );
  });
});

describe('alerts', () => {
  test('say who is connected but publishes nothing, and not who does', async (t) => {
    receiver = await openReceiver(t);
    const url = `${receiver.url}/quiet`;
    const { json } = await call('POST', 'callback', { group: 'alert', event: 'notPublishing', url, afterSeconds: 1 });
    t.after(() => call('DELETE', `callback/${json.id}`));
    const sessionId = await createSession();
    const publisher = await join(sessionId, { data: 'speaker' });
    const streamId = await publisher.publish();
    const quiet = await join(sessionId, { role: 'subscriber', data: 'lurker' });
    const { told } = await receiver.next(({ sessionId: of }) => of === sessionId);
    const { connection, alert, seconds, mayPublish } = told;
    assert.deepEqual([alert, seconds, mayPublish], ['notPublishing', 1, false]);
    assert.deepEqual([(connection as { id: string }).id, (connection as { data: string }).data], [quiet.id, 'lurker']);
    await publisher.request('unpublish', { streamId });
    await receiver.next(({ connection: of }) => (of as { id: string }).id === publisher.id);
    assert.equal(receiver.about(sessionId).length, 2);
  });

  test('say that a stream brings no media, again and again, and not of one that is muted', async (t) => {
    receiver = await openReceiver(t);
    const url = `${receiver.url}/silent`;
    const { json } = await call('POST', 'callback', {
      group: 'alert',
      event: 'streamWithoutMedia',
      url,
      afterSeconds: 1,
    });
    t.after(() => call('DELETE', `callback/${json.id}`));
    const sessionId = await createSession();
    const publisher = await join(sessionId);
    const muted = await publisher.publish();
    await publisher.request('updateStream', { streamId: muted, hasAudio: false, hasVideo: false });
    const silent = await publisher.publish();
    await waitFor(() => receiver.about(sessionId).length >= 2);
    const streams = receiver.about(sessionId).map(({ stream }) => (stream as { id: string }).id);
    assert.deepEqual([...new Set(streams)], [silent]);
  });

  test('say that a session is full and that somebody was refused, once for a flood of them', async (t) => {
    receiver = await openReceiver(t);
    await register(t, [
      ['alert', 'sessionFull'],
      ['alert', 'connectionRefused'],
    ]);
    const sessionId = await createSession({ maxConnections: 1 });
    await join(sessionId);
    for (let index = 0; index < 3; index++) await assert.rejects(join(sessionId), /connectionLimit/);
    const refuse = (of: string, token: string) =>
      assert.rejects(joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId: of, token }), /authenticationFailed/);
    for (let index = 0; index < 3; index++) await refuse(sessionId, 'T1==forged');
    await refuse(sessionId.slice(0, -4), 'T1==forged');
    await waitFor(() => receiver.accepted.length >= 2);
    assert.deepEqual(receiver.accepted.map(({ told }) => [told.sessionId, told.alert, told.count]).toSorted(), [
      [sessionId, 'connectionRefused', 1],
      [sessionId, 'sessionFull', 1],
    ]);
  });

  test('say that a media worker was lost', async (t) => {
    receiver = await openReceiver(t);
    await register(t, [['alert', 'workerLost']]);
    const sessionId = await createSession();
    await join(sessionId);
    const [pid] = findWorkers(server.child.pid ?? 0);
    process.kill(pid ?? 0, 'SIGKILL');
    await receiver.next(({ alert, sessionId: of }) => alert === 'workerLost' && of === sessionId);
  });
});
