import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { SIGNALING_PATH } from '../../src/protocol/version.ts';
import { joinWith } from '../support/raw-client.ts';
import { spawnServer, startServer, type TestServer } from '../support/server.ts';

/** Requests one address may make in these tests. */
const RATE = 3;

const ADDRESSES = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
/** An address of this machine that is not loopback: who comes from it is no trusted proxy here. */
const OWN = ADDRESSES.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
const HAS_IPV6 = ADDRESSES.some(({ address }) => address === '::1');

/** Statuses of requests without a credential, one after the other. */
async function ask(url: string, clients: readonly string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const client of clients) {
    const headers = { 'x-forwarded-for': client };
    const { status } = await fetch(`${url}/session/create`, { method: 'POST', headers });
    statuses.push(status);
  }
  return statuses;
}

const one = Array.from({ length: RATE }, () => '198.51.100.1');
const many = Array.from({ length: RATE + 1 }, (_, index) => `198.51.100.${index + 10}`);

function isForGood(url: string): Promise<boolean> {
  return fetch(`${url}/health`, { headers: { 'x-forwarded-proto': 'https' } }).then(({ headers }) =>
    headers.has('strict-transport-security'),
  );
}

describe('a server behind a trusted proxy', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({
      env: {
        CONCLAVE_REQUEST_RATE: String(RATE),
        CONCLAVE_TRUSTED_PROXIES: '127.0.0.1,::1',
        ...(OWN !== undefined && { CONCLAVE_HTTP_HOST: OWN }),
      },
    });
  });
  after(() => server.close());

  it('counts the clients it names, each by itself', async () => {
    assert.deepEqual(await ask(server.httpUrl, [...one, '198.51.100.1']), [403, 403, 403, 429]);
    assert.deepEqual(await ask(server.httpUrl, many), [403, 403, 403, 403]);
    // What the client itself wrote before it is worth nothing.
    assert.deepEqual(await ask(server.httpUrl, ['192.0.2.1, 198.51.100.1']), [429]);
  });

  it('counts the addresses of one IPv6 network as one', async () => {
    const network = [1, 2, 3, 4].map((host) => `2001:db8:1:2::${host}`);
    assert.deepEqual(await ask(server.httpUrl, network), [403, 403, 403, 429]);
    assert.deepEqual(await ask(server.httpUrl, ['2001:db8:1:3::1']), [403]);
  });

  it('lets browsers remember that it has HTTPS where the proxy says so', async () => {
    assert.equal(await isForGood(server.httpUrl), true);
    assert.equal((await fetch(`${server.httpUrl}/health`)).headers.has('strict-transport-security'), false);
  });

  it('believes nobody else', { skip: OWN === undefined }, async () => {
    const url = server.httpUrl.replace('localhost', OWN ?? '');
    assert.deepEqual(await ask(url, many), [403, 403, 403, 429]);
    assert.equal(await isForGood(url), false);
  });

  it('says what plain HTTP beyond this machine asks for', { skip: OWN === undefined }, () => {
    assert.match(server.stderr(), /"level":"warn".*let nobody but a TLS proxy reach it/);
    assert.ok(server.stdout().includes(`at ${OWN} for a TLS proxy`));
    assert.ok(!server.stderr().includes(OWN ?? ''));
  });
});

describe('a server without trusted proxies', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ env: { CONCLAVE_REQUEST_RATE: String(RATE), CONCLAVE_NEWCOMERS_PER_ADDRESS: '1' } });
  });
  after(() => server.close());

  it('believes no forwarded address', async () => {
    assert.deepEqual(await ask(server.httpUrl, many), [403, 403, 403, 429]);
    assert.equal(await isForGood(server.httpUrl), false);
  });

  it('serves plain HTTP to this machine only', { skip: OWN === undefined }, async () => {
    await assert.rejects(fetch(`${server.httpUrl.replace('localhost', OWN ?? '')}/health`));
  });

  it('refuses sockets by settings, too', async () => {
    const socket = new WebSocket(`${server.httpUrl.replace('http', 'ws')}${SIGNALING_PATH}/?EIO=4&transport=websocket`);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    await assert.rejects(joinWith(server.httpUrl, {}), /websocket error/);
    socket.close();
  });
});

describe('an address for plain HTTP', () => {
  for (const [host, hosts] of [
    ['0.0.0.0', ['127.0.0.1', OWN]],
    ['::', ['127.0.0.1', '[::1]', OWN]],
    ['127.0.0.1', ['127.0.0.1']],
  ] as const) {
    it(`(${host}) is served beside the loopback addresses`, { skip: host === '::' && !HAS_IPV6 }, async (t) => {
      const server = await startServer({ env: { CONCLAVE_HTTP_HOST: host } });
      t.after(() => server.close());
      for (const name of hosts) {
        if (name === undefined) continue;
        assert.equal((await fetch(`${server.httpUrl.replace('localhost', name)}/health`)).status, 200, name);
      }
    });
  }

  it('that is not this machine’s ends the start with one line', async (t) => {
    const server = spawnServer({ env: { CONCLAVE_HTTP_HOST: '203.0.113.1' } });
    t.after(() => server.close());
    assert.equal((await server.exited).code, 1);
    assert.equal(
      server.stderr(),
      "CONCLAVE_HTTP_HOST: the address is none of this machine's. Example: CONCLAVE_HTTP_HOST=10.0.0.5\n",
    );
  });
});
