import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type HttpApp, openHttpApp } from '../../../support/http-app.ts';
import { signClientJwt, signRestCredential, signT1 } from '../../../support/tokens.ts';

const FORM = 'application/x-www-form-urlencoded';

interface Call {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly url?: string;
}

function create({ app, project }: HttpApp, { headers = {}, body = '', url = '/session/create' }: Call = {}) {
  return app.inject({
    method: 'POST',
    url,
    headers: { 'x-opentok-auth': signRestCredential(project), 'content-type': FORM, ...headers },
    payload: body,
  });
}

async function created(http: HttpApp, body: string, type = FORM) {
  const answer = await create(http, { body, headers: { accept: 'application/json', 'content-type': type } });
  assert.equal(answer.statusCode, 200, `${body}: ${answer.body}`);
  const record = await http.store.sessions.find(answer.json()[0].session_id);
  assert.ok(record);
  return record;
}

describe('POST /session/create', () => {
  it('answers JSON where it is asked for: a list of one, its type without a charset', async (t) => {
    const http = await openHttpApp(t);
    const answer = await create(http, { headers: { accept: 'application/json' } });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers['content-type'], 'application/json');
    const [session, ...rest] = answer.json();
    assert.deepEqual(rest, []);
    assert.equal(session.partner_id, http.project.apiKey);
    assert.equal(session.project_id, http.project.apiKey);
    assert.equal(session.media_server_url, '');
    assert.match(session.create_dt, /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} UTC \d{4}$/);
    assert.ok(Math.abs(Date.parse(session.create_dt) - Date.now()) < 5000);
    assert.equal((await http.store.sessions.find(session.session_id))?.projectId, http.project.apiKey);
  });

  for (const accept of [undefined, '*/*', 'text/html', 'application/xml']) {
    it(`answers XML for Accept: ${accept ?? 'nothing'}`, async (t) => {
      const http = await openHttpApp(t);
      const answer = await create(http, { headers: accept === undefined ? {} : { accept } });
      assert.equal(answer.statusCode, 200);
      assert.match(String(answer.headers['content-type']), /^text\/xml/);
      const match =
        /^<\?xml [^>]+\?><sessions><Session><session_id>(1_[A-Za-z0-9-]+)<\/session_id><partner_id>(\d+)<\/partner_id><create_dt>[^<]+<\/create_dt><\/Session><\/sessions>$/.exec(
          answer.body,
        );
      assert.ok(match, answer.body);
      assert.equal(match[2], http.project.apiKey);
      assert.ok(await http.store.sessions.find(match[1] ?? ''));
    });
  }

  it('keeps the options of a form', async (t) => {
    const http = await openHttpApp(t);
    const { id, createdAt, ...record } = await created(
      http,
      'p2p.preference=disabled&archiveMode=always&archiveName=Board&archiveResolution=1280x720&location=10.1.2.3' +
        '&e2ee=False&minimumEncryption=aes-256&maxConnections=12&api_key=1&unknown=x',
    );
    assert.match(id, /^2_/);
    assert.ok(Math.abs(createdAt - Date.now()) < 5000);
    assert.deepEqual(record, {
      projectId: http.project.apiKey,
      mediaMode: 'routed',
      archiveMode: 'always',
      archiveName: 'Board',
      archiveResolution: '1280x720',
      e2ee: false,
      minimumEncryption: 'aes-256',
      maxConnections: 12,
    });
  });

  it('keeps the options of a JSON body', async (t) => {
    const http = await openHttpApp(t);
    const body = { 'p2p.preference': 'disabled', e2ee: true, maxConnections: 3, archiveName: null, location: null };
    const record = await created(http, JSON.stringify(body), 'application/json');
    assert.equal(record.mediaMode, 'routed');
    assert.equal(record.e2ee, true);
    assert.equal(record.maxConnections, 3);
  });

  it('makes a relayed session by default', async (t) => {
    const http = await openHttpApp(t);
    for (const body of ['', 'p2p.preference=enabled', 'p2p.preference=always', 'p2p.preference=']) {
      const record = await created(http, body);
      assert.match(record.id, /^1_/);
      assert.equal(record.mediaMode, 'relayed');
    }
  });

  it('takes empty texts and the text null as absent, and booleans in any case', async (t) => {
    const http = await openHttpApp(t);
    await created(http, 'location=&archiveName=&archiveResolution=&e2ee=');
    await created(http, 'location=null&archiveName=null');
    for (const e2ee of ['true', 'True', 'TRUE']) {
      assert.equal((await created(http, `p2p.preference=disabled&e2ee=${e2ee}`)).e2ee, true);
    }
    await created(http, 'e2ee=False');
  });

  it('takes an empty body of any type, and none', async (t) => {
    const http = await openHttpApp(t);
    await created(http, '', 'application/json');
    await created(http, '{}', 'application/json; charset=utf-8');
    const { 'content-type': _, ...headers } = { 'content-type': '', accept: '*/*' };
    const bare = await http.app.inject({
      method: 'POST',
      url: '/session/create',
      headers: { ...headers, 'x-opentok-auth': signRestCredential(http.project) },
    });
    assert.equal(bare.statusCode, 200);
  });

  it('takes a slash at the end, and the odd headers of two SDKs', async (t) => {
    const http = await openHttpApp(t);
    const headers = { headers: '[object Object]', 'x-tb-version': '1' };
    assert.equal((await create(http, { url: '/session/create/', headers })).statusCode, 200);
  });

  for (const [body, problem] of [
    ['p2p.preference=maybe', 'p2p.preference'],
    ['archiveMode=sometimes', 'archiveMode'],
    ['archiveMode=always', 'archiveMode'],
    ['p2p.preference=disabled&archiveMode=always&e2ee=true', 'archiveMode'],
    ['e2ee=true', 'e2ee'],
    ['e2ee=maybe', 'e2ee'],
    ['location=mars', 'location'],
    ['archiveName=Board', 'archiveName'],
    ['p2p.preference=disabled&archiveMode=always&archiveName=a%00b', 'archiveName'],
    ['archiveResolution=640x480', 'archiveResolution'],
    ['p2p.preference=disabled&archiveMode=always&archiveResolution=1x1', 'archiveResolution'],
    [`p2p.preference=disabled&archiveMode=always&archiveName=${'x'.repeat(81)}`, 'archiveName'],
    ['minimumEncryption=aes-512', 'minimumEncryption'],
    ['maxConnections=0', 'maxConnections'],
    ['maxConnections=many', 'maxConnections'],
  ] as const) {
    it(`refuses ${body.slice(0, 60)} with 400, naming the field`, async (t) => {
      const http = await openHttpApp(t);
      const answer = await create(http, { body });
      assert.equal(answer.statusCode, 400, answer.body);
      assert.match(String(answer.headers['content-type']), /^application\/json/);
      const { code, message, description } = answer.json();
      assert.equal(code, -1);
      assert.ok(message.startsWith(problem), message);
      assert.equal(description, message);
    });
  }

  it('refuses what is no JSON object with 400', async (t) => {
    const http = await openHttpApp(t);
    for (const body of ['{', '[]', '"x"', 'null', '1', '{"__proto__":{"x":1}}']) {
      const answer = await create(http, { body, headers: { 'content-type': 'application/json' } });
      assert.equal(answer.statusCode, 400, body);
      assert.equal(answer.json().code, -1);
    }
  });

  it('refuses what is nested so deeply that it could only be meant to harm, and takes what is not', async (t) => {
    const http = await openHttpApp(t);
    const headers = { 'content-type': 'application/json' };
    const nest = (levels: number): string => `{"x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    for (const levels of [33, 5000, 100_000]) {
      const answer = await create(http, { body: nest(levels), headers });
      assert.equal(answer.statusCode, 400, String(levels));
      assert.equal(answer.json().code, -1);
    }
    assert.equal((await create(http, { body: nest(30), headers })).statusCode, 200);
  });

  it('refuses another kind of body with 400', async (t) => {
    const http = await openHttpApp(t);
    const answer = await create(http, { body: '<a/>', headers: { 'content-type': 'application/xml' } });
    assert.equal(answer.statusCode, 400);
  });

  it('refuses a body that is too large with 413, and serves on', async (t) => {
    const http = await openHttpApp(t, { bodyBytes: 2000 });
    const answer = await create(http, { body: `archiveName=${'x'.repeat(2000)}` });
    assert.equal(answer.statusCode, 413);
    assert.equal(answer.json().code, -1);
    await created(http, '');
  });

  it('refuses every credential that is not a REST credential with 403, before it reads the body', async (t) => {
    const http = await openHttpApp(t);
    const { id } = await created(http, '');
    const credentials = {
      none: '',
      garbage: 'x.y.z',
      'client JWT': signClientJwt(http.project, id),
      T1: signT1(http.project, id),
      'wrong secret': signRestCredential({ ...http.project, apiSecret: http.other.apiSecret }),
    };
    for (const [name, credential] of Object.entries(credentials)) {
      for (const body of ['', 'p2p.preference=maybe', 'x'.repeat(300_000)]) {
        const answer = await create(http, { body, headers: { 'x-opentok-auth': credential } });
        assert.equal(answer.statusCode, 403, `${name}: ${answer.body}`);
        assert.deepEqual(Object.keys(answer.json()), ['code', 'message', 'description']);
      }
    }
  });

  it('gives each project its own sessions', async (t) => {
    const http = await openHttpApp(t);
    const answer = await create(http, {
      headers: { 'x-opentok-auth': signRestCredential(http.other), accept: 'application/json' },
    });
    assert.equal(answer.json()[0].partner_id, http.other.apiKey);
  });
});
