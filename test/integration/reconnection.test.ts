import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createUuid } from '../../src/base/ids.ts';
import { type GatewayHost, openGatewayHost } from '../support/gateway-host.ts';

describe('a client that comes back', () => {
  let host: GatewayHost;
  before(async () => {
    host = await openGatewayHost({ limits: { pingIntervalMs: 100, pingTimeoutMs: 200 } });
  });
  after(() => host.close());

  test('is the same connection, gets what it has missed, once and in order, and is not seen to have gone', async () => {
    const sessionId = await host.createSession();
    const [away, other] = [await host.joinReady(sessionId), await host.joinReady(sessionId)];
    await away.next('connectionCreated');
    const streamId = await away.publish();
    const readOn = away.stopReading();
    await other.until(() => other.counts.connections === 1, 'the counts without it');
    await other.request('signal', { data: '"to all"' });
    await other.request('signal', { data: '"to it"', to: away.id });
    const watched = await other.subscribe(streamId);
    const back = await host.resume(sessionId, away);
    await back.next('signal', ({ data }) => data === '"to it"');
    assert.equal(back.received[0]?.name, 'resumed');
    assert.deepEqual(
      back.all('signal').map(({ data }) => data),
      ['"to all"', '"to it"'],
    );
    const numbers = back.received.slice(1).map(({ sequence }) => sequence);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => away.lastSequence + 1 + index),
    );
    await other.until(() => other.counts.connections === 2, 'the counts with it');
    assert.deepEqual(other.all('connectionDestroyed'), []);
    await other.request('unsubscribe', { subscriptionId: watched });
    await back.request('unpublish', { streamId });
    readOn();
  });

  test('may come before its old socket is known to be lost, which is cut', async () => {
    const sessionId = await host.createSession();
    const client = await host.joinReady(sessionId);
    const back = await host.resume(sessionId, client);
    await client.ended();
    const late = await host.join(sessionId);
    assert.deepEqual(
      late.welcome.connections.map(({ id }) => id),
      [client.id],
    );
    assert.equal(back.disconnectReason, undefined);
  });

  test('joins as somebody new without its ticket, and the real one stays', async () => {
    const sessionId = await host.createSession();
    const client = await host.joinReady(sessionId);
    for (const ticket of ['wrong', `${client.welcome.ticket}x`, client.welcome.ticket.replace(/^./, '~')]) {
      const resume = { connectionId: client.id, ticket, after: 1 };
      const thief = await host.join(sessionId, { resume });
      assert.notEqual(thief.id, client.id);
      assert.notEqual(thief.welcome.ticket, client.welcome.ticket);
      thief.leave();
    }
    await client.request('signal', { data: '1' });
    assert.equal(client.disconnectReason, undefined);
  });

  test('cannot come back into another session', async () => {
    const [here, there] = [await host.createSession(), await host.createSession()];
    const client = await host.joinReady(here);
    const elsewhere = await host.resume(there, client);
    assert.notEqual(elsewhere.id, client.id);
    await client.request('signal', { data: '1' });
  });

  test('that begins anew does not meet its own ghost', async () => {
    const sessionId = await host.createSession({ maxConnections: 1 });
    const client = await host.joinReady(sessionId);
    const resume = { connectionId: client.id, ticket: client.welcome.ticket, after: client.lastSequence, fresh: true };
    const anew = await host.join(sessionId, { resume });
    assert.notEqual(anew.id, client.id);
    assert.deepEqual(anew.welcome.connections, []);
  });

  test('that claims to know more than was said, or has missed too much, begins anew', async () => {
    const sessionId = await host.createSession();
    const client = await host.joinReady(sessionId);
    const resume = { connectionId: client.id, ticket: client.welcome.ticket, after: 1_000 };
    assert.notEqual((await host.join(sessionId, { resume })).id, client.id);
  });

  test('may do so many times, but not without end', async () => {
    const sessionId = await host.createSession();
    const client = await host.joinReady(sessionId);
    for (let times = 0; times < 15; times += 1) {
      const back = await host.resume(sessionId, client);
      assert.equal(back.received[0]?.name, 'resumed');
    }
    await assert.rejects(host.resume(sessionId, client), { code: 'rateLimited' });
  });

  test('asks again without anything being done twice, and gets the answer the first request had', async () => {
    const sessionId = await host.createSession();
    const [client, other] = [await host.joinReady(sessionId), await host.join(sessionId)];
    const data = { data: '"once"' };
    await client.requestRaw('signal', data, 1);
    client.socket.emit('signal', data, 1);
    await client.requestRaw('signal', data, 1).catch(({ code }) => assert.equal(code, 'conflict'));
    const refused = { to: createUuid() };
    await assert.rejects(client.requestRaw('signal', refused, 2), { code: 'notFound' });
    const back = await host.resume(sessionId, client);
    await back.requestRaw('signal', { data: '"after"' }, 3);
    await other.next('signal', (signal) => signal.data === '"after"');
    assert.deepEqual(
      other.all('signal').map((signal) => signal.data),
      ['"once"', '"after"'],
    );
  });

  test('is refused numbers that are none', async () => {
    const client = await host.joinReady(await host.createSession());
    for (const id of [0, -1, 1.5, '1', Number.MAX_SAFE_INTEGER + 1, {}]) {
      await assert.rejects(client.requestRaw('signal', { data: '1' }, id), { code: 'invalidMessage' });
    }
  });
});

describe('a client whose media has to take another way', () => {
  test('gets new ICE credentials, and new transports a few times', async (t) => {
    const host = await openGatewayHost();
    t.after(() => host.close());
    const sessionId = await host.createSession();
    const [client, viewer] = [await host.joinReady(sessionId), await host.joinReady(sessionId)];
    const streamId = await client.publish();
    const subscriptionId = await viewer.subscribe(streamId);
    const { send, recv } = await client.request('restartIce', {});
    assert.ok(send && recv && send.usernameFragment !== recv.usernameFragment);
    assert.notEqual(send.usernameFragment, client.welcome.sendTransport?.iceParameters.usernameFragment);
    const { sendTransport, recvTransport } = await client.request('renewTransports', {});
    assert.ok(sendTransport && recvTransport && sendTransport.id !== client.welcome.sendTransport?.id);
    await client.connectTransports();
    await client.publish({}, streamId);
    await viewer.next('streamRestored');
    await viewer.request('unsubscribe', { subscriptionId });
    await viewer.subscribe(streamId);
    assert.deepEqual(viewer.all('streamDestroyed'), []);
    for (let times = 1; times < 5; times += 1) await client.request('renewTransports', {});
    await assert.rejects(client.request('renewTransports', {}), { code: 'rateLimited' });
  });

  test('gets what its role allows, and no more', async (t) => {
    const host = await openGatewayHost();
    t.after(() => host.close());
    const viewer = await host.joinReady(await host.createSession(), { role: 'subscriber' });
    const renewed = await viewer.request('renewTransports', {});
    assert.deepEqual(Object.keys(renewed).sort(), ['mediaServer', 'recvTransport']);
  });
});
