import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { after, before, describe, it } from 'node:test';
import { createUuid } from '../../src/base/ids.ts';
import type {
  ConnectionData,
  Disconnected,
  OperatorRefusal,
  Overview,
  ProjectList,
  SessionDetail,
  SessionList,
} from '../../src/protocol/operator.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { Operator, readPassphrase } from '../support/operator.ts';
import { joinRaw, type RawClient } from '../support/raw-client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait.ts';

/** Stands wherever an app could put a person. */
const MARK = 'Zaphod4711';

let server: TestServer;
let operator: Operator;
before(async () => {
  server = await startServer();
  operator = await Operator.signIn(server);
});
after(() => server.close());

/** A session with a publisher and a viewer who subscribes. */
async function openCall(): Promise<{ sessionId: string; publisher: RawClient; viewer: RawClient; streamId: string }> {
  const session = await createSdkSession(createOfficialSdk(server), { mediaMode: 'routed' });
  const { sessionId } = session;
  const join = (role: 'publisher' | 'subscriber'): Promise<RawClient> =>
    joinRaw(server.httpUrl, {
      apiKey: server.apiKey,
      sessionId,
      token: session.generateToken({ role, data: `name=${MARK}` }),
    });
  const publisher = await join('publisher');
  const viewer = await join('subscriber');
  await Promise.all([publisher.connectTransports(), viewer.connectTransports()]);
  const streamId = await publisher.publish({ name: MARK, videoDimensions: { width: 640, height: 480 } });
  await viewer.subscribe(streamId);
  return { sessionId, publisher, viewer, streamId };
}

describe('without a sign-in', () => {
  const stranger = () => new Operator(server.httpUrl);

  it('nothing is told, whatever is asked for', async () => {
    const { sessionId, publisher } = await openCall();
    const connection = `sessions/${sessionId}/connections/${publisher.id}`;
    for (const path of ['overview', 'projects', 'sessions', `sessions/${sessionId}`, `${connection}/data`]) {
      const { status, body } = await stranger().call<OperatorRefusal>('GET', path);
      assert.equal(status, 401, path);
      assert.equal(body.error.code, 'authenticationFailed');
    }
    assert.equal((await stranger().call('DELETE', connection)).status, 401);
    assert.equal(publisher.disconnectReason, undefined);
    publisher.leave();
  });

  it('a made-up key and a REST credential are no sign-in', async () => {
    const cookie = `conclave_operator=${'a'.repeat(43)}`;
    assert.equal((await stranger().call('GET', 'overview', undefined, { cookie })).status, 401);
    const auth = { 'x-opentok-auth': server.apiSecret, authorization: `Bearer ${server.apiSecret}` };
    assert.equal((await stranger().call('GET', 'overview', undefined, auth)).status, 401);
  });

  it('the page itself is served, under a policy that allows nothing from elsewhere', async () => {
    const page = await fetch(`${server.httpUrl}/admin`);
    assert.equal(page.url, `${server.httpUrl}/admin/`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<title>.*Conclave/);
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /require-trusted-types-for 'script'; trusted-types 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:|data:|blob:/);
    assert.match(page.headers.get('permissions-policy') ?? '', /camera=\(\), microphone=\(\)/);
    for (const path of ['../package.json', '..%2f..%2fpackage.json', '.inputs', '%2e%2e/client/conclave.mjs']) {
      assert.equal((await fetch(`${server.httpUrl}/admin/${path}`)).status, 404, path);
    }
  });
});

describe('the sign-in', () => {
  it('is refused with a wrong passphrase, and gives no cookie', async () => {
    const { status, body, headers } = await new Operator(server.httpUrl).call<OperatorRefusal>('POST', 'sign-in', {
      passphrase: `${readPassphrase(server)}!`,
    });
    assert.equal(status, 401);
    assert.equal(body.error.message, 'This is not the passphrase.');
    assert.equal(headers.get('set-cookie'), null);
  });

  it('gives a cookie that scripts and other sites cannot use, over https one for https only', async () => {
    const { headers } = await new Promise<IncomingMessage>((resolve, reject) => {
      const { httpsUrl: origin } = server;
      request(
        `${origin}/admin/api/sign-in`,
        { method: 'POST', rejectUnauthorized: false, headers: { origin, 'content-type': 'application/json' } },
        (response) => resolve(response.resume()),
      )
        .on('error', reject)
        .end(JSON.stringify({ passphrase: readPassphrase(server) }));
    });
    const cookie = String(headers['set-cookie']);
    assert.match(
      cookie,
      /^conclave_operator=[\w-]{43}; Max-Age=43200; Path=\/admin; HttpOnly; Secure; SameSite=Strict$/,
    );
    assert.equal(headers['cache-control'], 'no-store');
  });

  it('ends with the sign-out', async () => {
    const other = await Operator.signIn(server);
    const { key } = other;
    assert.deepEqual(await other.get('sign-in'), { signedIn: true });
    await other.call('POST', 'sign-out', {});
    const cookie = `conclave_operator=${key}`;
    assert.equal((await other.call('GET', 'overview', undefined, { cookie })).status, 401);
    assert.equal((await operator.call('GET', 'overview')).status, 200);
  });
});

describe('requests that are not from the page of this server', () => {
  it('change nothing, even with the cookie', async () => {
    const { sessionId, publisher } = await openCall();
    const path = `sessions/${sessionId}/connections/${publisher.id}`;
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '' },
      { origin: `${server.httpUrl}.evil.example` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of foreign) {
      const { status, body } = await operator.call<OperatorRefusal>('DELETE', path, undefined, headers);
      assert.equal(status, 403, JSON.stringify(headers));
      assert.equal(body.error.code, 'notPermitted');
      assert.equal((await operator.call('POST', 'sign-out', {}, headers)).status, 403);
    }
    assert.equal((await operator.call('GET', 'overview')).status, 200);
    assert.equal(publisher.disconnectReason, undefined);
    publisher.leave();
  });

  it('are not let in by a preflight, which the REST API would answer', async () => {
    const response = await fetch(`${server.httpUrl}/admin/api/sessions`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' },
    });
    assert.equal(response.status, 403);
    const answer = await operator.call('GET', 'overview', undefined, { origin: 'https://evil.example' });
    for (const { headers } of [response, answer]) assert.equal(headers.get('access-control-allow-origin'), null);
    assert.equal(answer.headers.get('cross-origin-resource-policy'), 'same-origin');
  });

  it('are no forms', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
    for (const type of types) {
      const { status } = await operator.call('POST', 'sign-out', '{}', { 'content-type': type });
      assert.equal(status, 400, type);
    }
    assert.equal((await operator.call('GET', 'overview')).status, 200);
  });
});

describe('what does not fit its schema', () => {
  it('is refused in words', async () => {
    const id = createUuid();
    const wrong: [string, RegExp][] = [
      ['overview?since=yesterday', /since/],
      ['sessions?count=0', /count/],
      ['sessions?count=201', /count/],
      ['sessions?offset=-1', /offset/],
      ['sessions?state=closed', /state/],
      [`sessions?search=${'x'.repeat(256)}`, /search/],
      [`sessions?project=${'x'.repeat(65)}`, /project/],
      [`sessions/x?count=none`, /count/],
      [`sessions/x/connections/${id.toUpperCase()}/data`, /connectionId/],
    ];
    for (const [path, field] of wrong) {
      const { status, body } = await operator.call<OperatorRefusal>('GET', path);
      assert.equal(status, 400, path);
      assert.equal(body.error.code, 'invalidMessage', path);
      assert.match(body.error.message, field, path);
    }
    const revoke = `sessions/x/connections/${id}?revokeToken=perhaps`;
    assert.equal((await operator.call('DELETE', revoke)).status, 400);
    for (const body of [{}, { passphrase: '' }, { passphrase: 'x'.repeat(201) }, { passphrase: {} }, '[', '"x"']) {
      assert.equal((await operator.call('POST', 'sign-in', body)).status, 400, JSON.stringify(body));
    }
  });

  it('is not found where there is nothing', async () => {
    const id = createUuid();
    for (const path of ['sessions/none', `sessions/none/connections/${id}/data`, 'nothing']) {
      assert.equal((await operator.call('GET', path)).status, 404, path);
    }
    assert.equal((await operator.call('DELETE', `sessions/none/connections/${id}`)).status, 404);
  });
});

describe('the overview', () => {
  it('says how the server is and how much goes on', async () => {
    const { publisher, viewer } = await openCall();
    const { server: facts, workers, totals, callbacks, samples, now } = await operator.get<Overview>('overview');
    assert.equal(facts.status, 'healthy');
    assert.match(facts.version, /^\d+\.\d+\.\d+/);
    assert.ok(facts.startedAt < now && now - facts.startedAt < 600_000);
    assert.equal(workers.length, 1);
    assert.ok((workers[0]?.memoryBytes ?? 0) > 1_000_000);
    assert.ok(totals.sessions >= 1 && totals.connections >= 2 && totals.streams >= 1);
    assert.ok(totals.publishers >= 1 && totals.subscribingOnly >= 1);
    assert.deepEqual(callbacks, { waiting: 0, delivered: 0, failed: 0, givenUp: 0 });
    assert.ok(samples.length >= 1);
    const last = samples.at(-1)?.at ?? 0;
    const later = await operator.get<Overview>(`overview?since=${last}`);
    assert.ok(later.samples.every(({ at }) => at > last));
    for (const client of [publisher, viewer]) client.leave();
  });
});

describe('the sessions', () => {
  it('that are open are listed with their counts, and all that were created by page', async () => {
    const { sessionId, publisher, viewer } = await openCall();
    const part = encodeURIComponent(sessionId.slice(5, 40).toLowerCase());
    const open = await operator.get<SessionList>(`sessions?search=${part}&project=${server.apiKey}`);
    assert.equal(open.count, 1);
    const [item] = open.items;
    assert.deepEqual(
      { ...item, createdAt: 0 },
      {
        id: sessionId,
        projectId: server.apiKey,
        createdAt: 0,
        open: true,
        connections: 2,
        publishers: 1,
        subscribers: 1,
        subscribingOnly: 1,
        streams: 1,
      },
    );
    assert.equal((await operator.get<SessionList>('sessions?project=1')).count, 0);
    assert.equal((await operator.get<SessionList>('sessions?search=_%25_')).count, 0);
    const empty = await createSdkSession(createOfficialSdk(server), { mediaMode: 'routed' });
    const first = await operator.get<SessionList>('sessions?state=created&count=1');
    assert.deepEqual([first.items[0]?.id, first.items[0]?.open, first.items.length], [empty.sessionId, false, 1]);
    assert.ok(first.count >= 2);
    const found = await operator.get<SessionList>(`sessions?state=created&search=${part}`);
    assert.deepEqual(
      found.items.map(({ id, connections }) => [id, connections]),
      [[sessionId, 2]],
    );
    for (const search of ['_', '%25', '!']) {
      const none = await operator.get<SessionList>(`sessions?state=created&search=zz${search}`);
      assert.equal(none.count, 0);
    }
    for (const client of [publisher, viewer]) client.leave();
  });

  it('tell who is in them, what each may do, publishes and receives', async () => {
    const { sessionId, publisher, viewer, streamId } = await openCall();
    const detail = await operator.get<SessionDetail>(`sessions/${sessionId}`);
    assert.equal(detail.session.mediaMode, 'routed');
    assert.equal(detail.session.connections, 2);
    assert.equal(detail.count, 2);
    const [first, second] = detail.connections;
    assert.deepEqual([first?.id, first?.role, first?.subscribesTo], [publisher.id, 'publisher', []]);
    assert.deepEqual(first?.permissions, ['publish', 'subscribe', 'signal']);
    // Its DTLS never comes up: nothing is known of its encryption, and nothing is made up.
    assert.deepEqual(first?.send, { connected: false, bitrateBps: 0 });
    const [stream] = first?.streams ?? [];
    assert.deepEqual([stream?.id, stream?.width, stream?.height, stream?.subscribers], [streamId, 640, 480, 1]);
    assert.deepEqual(
      stream?.tracks.map(({ kind, codec }) => [kind, codec]),
      [
        ['video', 'video/VP8'],
        ['audio', 'audio/opus'],
      ],
    );
    assert.deepEqual([second?.id, second?.role, second?.streams], [viewer.id, 'subscriber', []]);
    assert.deepEqual(second?.subscribesTo, [streamId]);
    assert.equal(second?.send, undefined);
    const page = await operator.get<SessionDetail>(`sessions/${sessionId}?offset=1&count=1`);
    assert.deepEqual([page.count, page.connections.map(({ id }) => id)], [2, [viewer.id]]);
    for (const client of [publisher, viewer]) client.leave();
  });

  it('show what an app says of a person only when it is asked for', async () => {
    const { sessionId, publisher, viewer, streamId } = await openCall();
    for (const path of ['overview', 'sessions', 'sessions?state=created', `sessions/${sessionId}`]) {
      assert.ok(!(await operator.call('GET', path)).text.includes(MARK), path);
    }
    const data = await operator.get<ConnectionData>(`sessions/${sessionId}/connections/${publisher.id}/data`);
    assert.deepEqual(data, { data: `name=${MARK}`, streams: [{ id: streamId, name: MARK }] });
    assert.ok(!server.stderr().includes(MARK));
    for (const client of [publisher, viewer]) client.leave();
  });
});

describe('a forced disconnect', () => {
  const rejoin = async (sessionId: string, token: string): Promise<RawClient> =>
    joinRaw(server.httpUrl, { apiKey: server.apiKey, sessionId, token });

  it('ends the connection for the reason its app knows, and its token is good again', async () => {
    const session = await createSdkSession(createOfficialSdk(server), { mediaMode: 'routed' });
    const token = session.generateToken({ role: 'publisher' });
    const client = await rejoin(session.sessionId, token);
    const { status, body } = await operator.call<Disconnected>(
      'DELETE',
      `sessions/${session.sessionId}/connections/${client.id}`,
    );
    assert.equal(status, 200);
    assert.deepEqual(body, { connectionId: client.id, reason: 'forceDisconnected', tokenRevoked: false });
    assert.deepEqual(await client.next('expelled'), { reason: 'forceDisconnected' });
    await client.ended();
    const again = await operator.call('DELETE', `sessions/${session.sessionId}/connections/${client.id}`);
    assert.equal(again.status, 404);
    (await rejoin(session.sessionId, token)).leave();
  });

  it('revokes the token where that is wanted', async () => {
    const session = await createSdkSession(createOfficialSdk(server), { mediaMode: 'routed' });
    const token = session.generateToken({ role: 'publisher' });
    const client = await rejoin(session.sessionId, token);
    const path = `sessions/${session.sessionId}/connections/${client.id}?revokeToken=true`;
    assert.equal((await operator.call<Disconnected>('DELETE', path)).body.tokenRevoked, true);
    await client.ended();
    await assert.rejects(rejoin(session.sessionId, token), { code: 'authenticationFailed' });
    await waitFor(() => /audit\.operator.*DELETE \/sessions/.test(server.stderr()));
  });
});

describe('no answer and no log line', () => {
  it('holds a secret, a key or the passphrase', async () => {
    const { sessionId, publisher, viewer } = await openCall();
    const answers = await Promise.all(
      ['overview', 'projects', 'sessions', 'sessions?state=created', `sessions/${sessionId}`, 'sign-in'].map(
        async (path) => {
          const { text, headers } = await operator.call('GET', path);
          return `${text}${JSON.stringify([...headers])}`;
        },
      ),
    );
    const { items } = await operator.get<ProjectList>('projects');
    assert.ok(items.some(({ id }) => id === server.apiKey));
    const passphrase = readPassphrase(server);
    assert.match(passphrase, /^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    for (const secret of [server.apiSecret, passphrase, operator.key, server.passcode ?? '']) {
      assert.ok(secret.length > 10);
      for (const answer of answers) assert.ok(!answer.includes(secret));
      assert.ok(!server.stderr().includes(secret));
      if (secret !== server.passcode) assert.ok(!server.stdout().includes(secret));
    }
    assert.ok(server.stdout().includes('admin-passphrase'));
    for (const client of [publisher, viewer]) client.leave();
  });
});

describe('a server that was told to have no operator page', () => {
  it('has none, and makes no passphrase', async (t) => {
    const plain = await startServer({ env: { CONCLAVE_ADMIN: 'off' } });
    t.after(() => plain.close());
    for (const path of ['admin/', 'admin/api/sign-in', 'admin/api/overview']) {
      assert.equal((await fetch(`${plain.httpUrl}/${path}`)).status, 404, path);
    }
    assert.doesNotMatch(plain.stdout(), /admin/);
    assert.throws(() => readPassphrase(plain));
  });
});

describe('a server with a passphrase in its settings', () => {
  it('takes that one, and shows it nowhere', async (t) => {
    const passphrase = 'correct horse battery';
    const plain = await startServer({ env: { CONCLAVE_ADMIN_PASSPHRASE: passphrase } });
    t.after(() => plain.close());
    const { status } = await new Operator(plain.httpUrl).call('POST', 'sign-in', { passphrase });
    assert.equal(status, 200);
    assert.match(plain.stdout(), /kept in CONCLAVE_ADMIN_PASSPHRASE/);
    assert.ok(!plain.stdout().includes(passphrase) && !plain.stderr().includes(passphrase));
    assert.throws(() => readPassphrase(plain));
  });
});
