import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Manager } from 'socket.io-client';
import { createUuid } from '../../src/base/ids.ts';
import { LIMITS } from '../../src/protocol/limits.ts';
import type { Role } from '../../src/protocol/model.ts';
import { PROTOCOL_VERSION, SIGNALING_PATH } from '../../src/protocol/version.ts';
import { type GatewayHost, openGatewayHost } from '../support/gateway-host.ts';
import { joinWith, type RawClient, Refusal } from '../support/raw-client.ts';
import { waitFor } from '../support/wait.ts';

/** What a socket.io frame adds to the JSON of an event: type, name, sequence, brackets. */
const FRAME_BYTES = 40;

function refusedWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Refusal && error.code === code;
}

describe('joining', () => {
  let host: GatewayHost;
  before(async () => {
    host = await openGatewayHost({ limits: { idleTimeoutMs: 50 } });
  });
  after(() => host.close());

  test('takes one message: the welcome holds all that is needed to publish and subscribe, in at most 6 KB', async () => {
    const sessionId = await host.createSession();
    const first = await host.join(sessionId);
    await first.connectTransports();
    await first.publish();
    const second = await host.join(sessionId, { data: 'second' });
    const { welcome } = second;
    assert.equal(welcome.protocol, PROTOCOL_VERSION);
    assert.equal(welcome.connection.data, 'second');
    assert.deepEqual(
      welcome.connections.map(({ id }) => id),
      [first.id],
    );
    assert.equal(welcome.streams[0]?.connectionId, first.id);
    assert.equal(welcome.counts.connections, 2);
    assert.ok(welcome.sendTransport !== undefined && welcome.recvTransport !== undefined);
    const bytes = Buffer.byteLength(JSON.stringify(welcome)) + FRAME_BYTES;
    assert.ok(bytes <= 6144, `${bytes} bytes`);
    // The next message that reaches everyone: what came before it was the welcome alone.
    await first.request('signal', {});
    await second.next('signal');
    assert.deepEqual(
      second.received.map(({ name }) => name),
      ['welcome', 'signal'],
    );
  });

  test('gives each role its transports and permissions', async () => {
    const sessionId = await host.createSession();
    const expected: Record<Role, string> = {
      subscriber: 'recv subscribe signal',
      publisher: 'send recv publish subscribe signal',
      publisheronly: 'send publish',
      moderator: 'send recv publish subscribe signal forceUnpublish forceDisconnect forceMute',
    };
    for (const [role, words] of Object.entries(expected)) {
      const { welcome } = await host.join(sessionId, { role: role as Role });
      const transports = [welcome.sendTransport && 'send', welcome.recvTransport && 'recv'];
      const permissions = Object.entries(welcome.permissions).map(([name, allowed]) => allowed && name);
      assert.equal([...transports, ...permissions].filter(Boolean).join(' '), words, role);
    }
  });

  test('is refused with a reason', async () => {
    const sessionId = await host.createSession();
    const good = { protocol: PROTOCOL_VERSION, ...host.handshake(sessionId) };
    const elsewhere = host.handshake(await host.createSession());
    for (const [auth, code] of [
      [undefined, 'invalidMessage'],
      [{ ...good, token: 7 }, 'invalidMessage'],
      [{ ...good, extra: true }, 'invalidMessage'],
      [{ ...good, token: 'x'.repeat(LIMITS.token + 1) }, 'invalidMessage'],
      [{ ...good, protocol: PROTOCOL_VERSION + 1 }, 'protocolMismatch'],
      [{ ...good, apiKey: '1' }, 'authenticationFailed'],
      [{ ...good, token: `${good.token}x` }, 'authenticationFailed'],
      [{ ...good, token: elsewhere.token }, 'authenticationFailed'],
      [{ ...good, sessionId: 'nonsense' }, 'invalidSession'],
    ] as const) {
      await assert.rejects(joinWith(host.url, auth), refusedWith(code), JSON.stringify(auth)?.slice(0, 100));
    }
  });

  test('is refused when the session is full, until somebody leaves', async () => {
    const sessionId = await host.createSession({ maxConnections: 2 });
    const [first] = await Promise.all([host.join(sessionId), host.join(sessionId)]);
    await assert.rejects(host.join(sessionId), refusedWith('connectionLimit'));
    first.leave();
    const last = await joinWhenPossible(() => host.join(sessionId));
    assert.equal(last.welcome.counts.connections, 2);
  });

  test('twice on one connection gets one place', async () => {
    const sessionId = await host.createSession({ maxConnections: 2 });
    const client = await host.join(sessionId);
    // A second CONNECT packet for the namespace that is joined already.
    client.sendFrame('40{}');
    await client.ended();
    const others = await Promise.all([
      joinWhenPossible(() => host.join(sessionId)),
      joinWhenPossible(() => host.join(sessionId)),
    ]);
    assert.equal(others.length, 2);
  });

  test('ends with leaving: the connection is of no more use', async () => {
    const client = await host.join(await host.createSession());
    // The DISCONNECT packet alone, by a client that does not hang up after it.
    client.sendFrame('41');
    assert.equal(await client.ended(), 'transport close');
  });

  test('works by HTTP polling where WebSockets do not', async () => {
    const sessionId = await host.createSession();
    const manager = new Manager(host.url, { path: SIGNALING_PATH, transports: ['polling'], reconnection: false });
    const socket = manager.socket('/', { auth: { protocol: PROTOCOL_VERSION, ...host.handshake(sessionId) } });
    const welcome = await new Promise<{ connection: { id: string } }>((resolve) => socket.once('welcome', resolve));
    assert.match(welcome.connection.id, /^[0-9a-f-]{36}$/);
    socket.disconnect();
  });

  test('a session nobody is in any more is closed after a while, and opened anew by the next', async () => {
    const sessionId = await host.createSession();
    (await host.join(sessionId)).leave();
    await waitFor(async () => (await host.registry.list()).every(({ id }) => id !== sessionId));
    assert.equal((await host.join(sessionId)).welcome.counts.connections, 1);
  });

  test('logs nothing of who joins', async () => {
    const sessionId = await host.createSession();
    const marked = host.handshake(sessionId, { data: 'marked-person' });
    const client = await host.join(sessionId, { data: 'marked-person' });
    client.leave();
    const log = JSON.stringify(host.log);
    for (const secret of ['marked-person', marked.token, '127.0.0.1']) assert.ok(!log.includes(secret), secret);
  });
});

describe('what members of a session are told', () => {
  let host: GatewayHost;
  before(async () => {
    host = await openGatewayHost();
  });
  after(() => host.close());

  test('who comes and goes, with the reason; streams end before their connection; numbered without a gap', async () => {
    const sessionId = await host.createSession();
    const watcher = await host.join(sessionId);
    const polite = await host.joinReady(sessionId, { data: 'polite' });
    const killed = await host.joinReady(sessionId);
    const streams = [await polite.publish({ name: 'one' }), await killed.publish()];
    polite.leave();
    await watcher.next('connectionDestroyed', ({ connectionId }) => connectionId === polite.id);
    killed.kill();
    await watcher.next('connectionDestroyed', ({ connectionId }) => connectionId === killed.id);
    const told = watcher.received.filter(({ name }) => name !== 'countsChanged' && name !== 'welcome');
    assert.deepEqual(
      told.map(({ name, data }) => [name, toKey(data)]),
      [
        ['connectionCreated', polite.id],
        ['connectionCreated', killed.id],
        ['streamCreated', streams[0]],
        ['streamCreated', streams[1]],
        ['streamDestroyed', `${streams[0]} clientDisconnected`],
        ['connectionDestroyed', `${polite.id} clientDisconnected`],
        ['streamDestroyed', `${streams[1]} networkDisconnected`],
        ['connectionDestroyed', `${killed.id} networkDisconnected`],
      ],
    );
    assert.deepEqual(
      watcher.received.map(({ sequence }) => sequence),
      watcher.received.map((_, index) => index + 1),
    );
  });

  test('that somebody has gone whose line is dead, although no socket was closed', async (t) => {
    const limits = { pingIntervalMs: 100, pingTimeoutMs: 300, silentGraceMs: 2_000 };
    const impatient = await openGatewayHost({ limits });
    t.after(() => impatient.close());
    const sessionId = await impatient.createSession();
    const [watcher, silent] = [await impatient.join(sessionId), await impatient.join(sessionId)];
    const readOn = silent.stopReading();
    await watcher.until(() => watcher.counts.connections === 1, 'the counts without it');
    assert.deepEqual(watcher.all('connectionDestroyed'), [], 'it may come back for a while');
    const { reason } = await watcher.next('connectionDestroyed', ({ connectionId }) => connectionId === silent.id);
    assert.equal(reason, 'networkDisconnected');
    await watcher.until(() => watcher.counts.connections === 1);
    readOn();
  });

  test('who wants no connection events gets none, but the owners of streams and signals', async () => {
    const sessionId = await host.createSession();
    const early = await host.joinReady(sessionId, { data: 'early' });
    await early.publish();
    const quiet = await host.join(sessionId, { connectionEvents: false });
    assert.deepEqual(quiet.welcome.connections, []);
    assert.deepEqual(
      quiet.welcome.owners?.map(({ data }) => data),
      ['early'],
    );
    const late = await host.joinReady(sessionId, { data: 'late' });
    await late.publish();
    const { connection } = await quiet.next('streamCreated');
    assert.equal(connection?.data, 'late');
    await late.request('signal', { type: 'x' });
    const signal = await quiet.next('signal');
    assert.equal(signal.connection?.id, late.id);
    late.leave();
    await quiet.next('streamDestroyed');
    assert.deepEqual(quiet.all('connectionCreated'), []);
    assert.deepEqual(quiet.all('connectionDestroyed'), []);
  });

  test('signals: to all, the sender included, or to one', async () => {
    const sessionId = await host.createSession();
    const [a, b, c] = await Promise.all([host.join(sessionId), host.join(sessionId), host.join(sessionId)]);
    await a.request('signal', { type: 'chat', data: '"hello"' });
    for (const client of [a, b, c]) {
      assert.deepEqual(await client.next('signal'), { type: 'chat', data: '"hello"', from: a.id });
    }
    await a.request('signal', { to: b.id });
    await a.request('signal', { data: '"last"' });
    await c.next('signal', ({ data }) => data === '"last"');
    assert.equal(b.all('signal').length, 3);
    assert.equal(c.all('signal').length, 2);
    await assert.rejects(a.request('signal', { to: createUuid() }), refusedWith('notFound'));
  });

  test('changes of a stream, and its end', async () => {
    const sessionId = await host.createSession();
    const publisher = await host.joinReady(sessionId);
    const viewer = await host.joinReady(sessionId);
    const streamId = await publisher.publish();
    await viewer.subscribe(streamId);
    await publisher.request('updateStream', { streamId, hasVideo: false });
    assert.deepEqual(await viewer.next('streamUpdated'), { streamId, hasVideo: false });
    await publisher.until(() => publisher.counts.subscribers === 1);
    await publisher.request('unpublish', { streamId, reason: 'mediaStopped' });
    assert.partialDeepStrictEqual(await viewer.next('streamDestroyed'), { streamId, reason: 'mediaStopped' });
    await publisher.until(() => publisher.counts.subscribers === 0 && publisher.counts.publishers === 0);
    const late = await host.join(sessionId);
    assert.deepEqual(late.welcome.streams, []);
  });

  test('a one-way request that is refused', async () => {
    const sessionId = await host.createSession();
    const client = await host.join(sessionId);
    client.notify('playSubscription', { subscriptionId: createUuid() });
    const { request, error } = await client.next('requestRefused');
    assert.equal(request, 'playSubscription');
    assert.equal(error.code, 'notFound');
  });

  test('that the server goes down: everyone is sent away and nobody new is taken', async (t) => {
    const own = await openGatewayHost();
    t.after(() => own.close());
    const sessionId = await own.createSession();
    const client = await own.join(sessionId);
    await own.gateway.drain();
    assert.deepEqual(await client.next('expelled'), { reason: 'serverRotation' });
    await client.ended();
    await assert.rejects(own.join(sessionId), refusedWith('draining'));
    await own.gateway.close();
    await own.gateway.close();
  });
});

describe('anticipated subscriptions (offers)', () => {
  let host: GatewayHost;
  before(async () => {
    host = await openGatewayHost({ limits: { offerLifetimeMs: 300, offersUpToConnections: 4 } });
  });
  after(() => host.close());

  async function openPair(): Promise<{ publisher: RawClient; viewer: RawClient }> {
    const sessionId = await host.createSession();
    const publisher = await host.joinReady(sessionId);
    const viewer = await host.joinReady(sessionId, { anticipate: true });
    return { publisher, viewer };
  }

  async function nextOffer(viewer: RawClient, streamId: string) {
    const { offer } = await viewer.next('streamCreated', ({ stream }) => stream.id === streamId);
    return offer;
  }

  test('come with the stream, count from when they are taken, and are taken once', async () => {
    const { publisher, viewer } = await openPair();
    const streamId = await publisher.publish();
    const offer = await nextOffer(viewer, streamId);
    assert.equal(offer?.consumers.length, 2);
    await publisher.until(() => publisher.counts.publishers === 1);
    assert.equal(publisher.counts.subscribers, 0);
    const request = { subscriptionId: offer?.subscriptionId ?? '', streamId, audio: true, video: false };
    assert.deepEqual(await viewer.request('subscribe', request), { consumers: [] });
    await publisher.until(() => publisher.counts.subscribers === 1);
    await assert.rejects(viewer.request('subscribe', request), refusedWith('conflict'));
  });

  test('a member that declines gets none until it subscribes to something new by itself', async () => {
    const { publisher, viewer } = await openPair();
    const declined = await nextOffer(viewer, await publisher.publish());
    await viewer.request('unsubscribe', { subscriptionId: declined?.subscriptionId ?? '' });
    const second = await publisher.publish();
    assert.equal(await nextOffer(viewer, second), undefined);
    await viewer.subscribe(second);
    assert.notEqual(await nextOffer(viewer, await publisher.publish()), undefined);
  });

  test('one that is not taken is closed after a while; taking it then is an ordinary subscription', async () => {
    const { publisher, viewer } = await openPair();
    const streamId = await publisher.publish();
    const offer = await nextOffer(viewer, streamId);
    const subscriptionId = offer?.subscriptionId ?? '';
    // Unknown to the server once the offer has been closed.
    await waitFor(() =>
      viewer.request('requestKeyFrame', { subscriptionId }).then(() => false, refusedWith('notFound')),
    );
    const { consumers } = await viewer.request('subscribe', { subscriptionId, streamId, audio: true, video: true });
    assert.equal(consumers.length, 2);
  });

  test('nobody is offered who did not ask, may not subscribe, cannot receive yet, or is one of many', async () => {
    const { publisher, viewer } = await openPair();
    const sessionId = (await host.registry.list()).find(({ members }) => members.has(viewer.id as never))?.id;
    assert.ok(sessionId);
    const notReady = await host.join(sessionId, { anticipate: true });
    const notAllowed = await host.joinReady(sessionId, { role: 'publisheronly', anticipate: true });
    const streamId = await publisher.publish();
    assert.notEqual(await nextOffer(viewer, streamId), undefined);
    assert.equal(await nextOffer(notReady, streamId), undefined);
    assert.equal(await nextOffer(notAllowed, streamId), undefined);
    await host.join(sessionId);
    assert.equal(await nextOffer(viewer, await publisher.publish()), undefined);
  });
});

function toKey(data: unknown): string {
  const { connection, connectionId, stream, streamId, reason } = data as Record<string, never>;
  const id = connection ?? stream;
  if (id !== undefined) return (id as { id: string }).id;
  return `${connectionId ?? streamId} ${reason}`;
}

/** The place of somebody who has just left is free a moment later. */
function joinWhenPossible(join: () => Promise<RawClient>): Promise<RawClient> {
  return waitFor(() =>
    join().catch((error: unknown) => {
      if (!refusedWith('connectionLimit')(error)) throw error;
      return undefined;
    }),
  );
}
