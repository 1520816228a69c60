import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Manager } from 'socket.io-client';
import type { SessionId } from '../../src/base/ids.ts';
import { SIGNALING_PATH } from '../../src/protocol/version.ts';
import { type GatewayHost, openGatewayHost } from '../support/gateway-host.ts';
import type { RawClient } from '../support/raw-client.ts';
import { waitFor } from '../support/wait.ts';

const SOCKETS = 3;
const NEWCOMERS = 2;

/** An engine.io socket that says nothing, as from a client behind a proxy; it rejects when it is refused. */
function knock(
  host: GatewayHost,
  client?: string,
  transport: 'websocket' | 'polling' = 'websocket',
): Promise<() => void> {
  const manager = new Manager(host.url, {
    path: SIGNALING_PATH,
    transports: [transport],
    upgrade: false,
    reconnection: false,
    autoConnect: false,
    ...(client !== undefined && { extraHeaders: { 'x-forwarded-for': client } }),
  });
  return new Promise((resolve, reject) => {
    manager.open((error) => {
      if (error) reject(error);
      else resolve(() => manager._close());
    });
  });
}

/** The same, asked for as long as it takes: a place is free a moment after its socket has closed. */
function knockWhenPossible(host: GatewayHost, transport?: 'websocket' | 'polling'): Promise<() => void> {
  return waitFor(() => knock(host, undefined, transport).catch(() => undefined));
}

describe('one client address', () => {
  let host: GatewayHost;
  let sessionId: SessionId;
  before(async () => {
    host = await openGatewayHost({ limits: { socketsPerAddress: SOCKETS, newcomersPerAddress: NEWCOMERS } });
    sessionId = await host.createSession();
  });
  after(() => host.close());

  for (const transport of ['websocket', 'polling'] as const) {
    test(`holds so many sockets without a token over ${transport}, and gets the places back`, async () => {
      const open = [await knockWhenPossible(host, transport), await knockWhenPossible(host, transport)];
      for (const again of ['websocket', 'polling'] as const) await assert.rejects(knock(host, undefined, again));
      for (const close of open) close();
      const places = [await knockWhenPossible(host), await knockWhenPossible(host)];
      for (const close of places) close();
    });
  }

  test('holds so many in all, and a member that leaves or is cut gives its place back', async () => {
    const join = (): Promise<RawClient> => waitFor(() => host.join(sessionId).catch(() => undefined));
    const clients = [await join(), await join(), await join()];
    await assert.rejects(host.join(sessionId));
    await assert.rejects(knock(host));
    clients[0]?.leave();
    clients.push(await join());
    clients[1]?.kill();
    clients.push(await join());
    await assert.rejects(knock(host));
    for (const client of clients) client.leave();
  });

  test('is told why', async () => {
    const places = [await knockWhenPossible(host), await knockWhenPossible(host)];
    const answer = await fetch(`${host.url}${SIGNALING_PATH}/?EIO=4&transport=polling`);
    assert.equal(answer.status, 403);
    assert.match((await answer.json()).message, /^This address holds as many connections as it may/);
    for (const close of places) close();
  });

  test('is not named in the log, where one line a minute says that it is refused', () => {
    const refusals = host.log.filter(({ message }) => message.startsWith('sockets are refused'));
    assert.deepEqual(refusals, [
      {
        level: 'warn',
        fields: { socketsPerAddress: SOCKETS, newcomersPerAddress: NEWCOMERS },
        message: 'sockets are refused: one client address (or an untrusted proxy) has its limit',
      },
    ]);
  });
});

describe('clients behind a trusted proxy', () => {
  test('are counted each by its own address, a network of IPv6 as one', async (t) => {
    const host = await openGatewayHost({ limits: { newcomersPerAddress: 1 }, trustedProxies: ['127.0.0.0/8'] });
    t.after(() => host.close());
    await knock(host, '198.51.100.1');
    await knock(host, '198.51.100.2');
    await assert.rejects(knock(host, '198.51.100.1'));
    await assert.rejects(knock(host, '192.0.2.1, 198.51.100.2'));
    await knock(host, '2001:db8:1:2::1');
    await assert.rejects(knock(host, '2001:db8:1:2:ffff::2'));
    await knock(host, '2001:db8:1:3::1');
  });

  test('cannot be invented by who is none', async (t) => {
    const host = await openGatewayHost({ limits: { newcomersPerAddress: 1 }, trustedProxies: ['10.0.0.0/8'] });
    t.after(() => host.close());
    await knock(host, '198.51.100.1');
    await assert.rejects(knock(host, '198.51.100.2'));
  });
});
