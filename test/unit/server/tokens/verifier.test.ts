import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import type { TokenClaims } from '../../../../src/server/ports.ts';
import { createSessionId } from '../../../../src/server/tokens/session-id.ts';
import { createTokenVerifier } from '../../../../src/server/tokens/verifier.ts';
import { createProjectFinder, createSpentTokens, toProjectRecord } from '../../../support/projects.ts';
import {
  encodePart,
  now,
  signClientJwt,
  signJwt,
  signRestCredential,
  signRsaJwt,
  signT1,
  signT1Data,
} from '../../../support/tokens.ts';

const project = { apiKey: '481516234', apiSecret: '0123456789abcdef0123456789abcdef01234567' };
const other = { apiKey: '481516235', apiSecret: 'fedcba9876543210fedcba9876543210fedcba98' };
const sessionId = createSessionId(project.apiKey, 'routed', Date.now());
const DAY_S = 86_400;

const verifier = createTokenVerifier({
  projects: createProjectFinder(toProjectRecord(project), toProjectRecord(other)),
  spentTokens: createSpentTokens(),
  maxLifetimeS: 30 * DAY_S,
});

function verify(token: string, session: string = sessionId, apiKey = project.apiKey): Promise<TokenClaims> {
  return verifier.verify(token, apiKey, session);
}

async function refused(token: string, message: RegExp, code = 'authenticationFailed', session?: string): Promise<void> {
  await assert.rejects(verify(token, session), { name: 'ServiceError', code, message });
}

/** Both forms of token, made from the same fields. */
const forms = [
  ['T1', signT1],
  ['JWT', signClientJwt],
] as const;

for (const [form, sign] of forms) {
  describe(`a ${form} token`, () => {
    it('gives session, project, role, data and classes', async () => {
      const token = sign(project, sessionId, {
        role: 'moderator',
        connection_data: 'name=Zoë & co + 日本',
        initial_layout_class_list: 'focus  full',
      });
      const { expiresAt, fingerprint, ...claims } = await verify(token);
      assert.deepEqual(claims, {
        sessionId,
        projectId: project.apiKey,
        role: 'moderator',
        connectionData: 'name=Zoë & co + 日本',
        layoutClassList: ['focus', 'full'],
        oneTime: false,
      });
      assert.match(fingerprint, /^[\w-]{43}$/);
      assert.ok(expiresAt > Date.now());
    });

    it('is the same however it is written: a copy made without the secret is no other token', async () => {
      const token = sign(project, sessionId);
      const [, start = '', text = '', last = ''] = /^(T1==)?(.*?)(.)=*$/.exec(token) ?? [];
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
      // What is left of the last character after the last byte counts for nothing.
      const other = [...alphabet].filter((end) => decodes(`${start}${text}${end}`));
      const copies = [`${token}=`, `${token}\n`, ...other.map((end) => `${start}${text}${end}`)];
      const { fingerprint } = await verify(token);
      const prints = await Promise.all(
        copies.map((copy) =>
          verify(copy).then(
            (claims) => claims.fingerprint,
            () => fingerprint,
          ),
        ),
      );
      assert.deepEqual([...new Set(prints)], [fingerprint]);
      assert.notEqual((await verify(sign(project, sessionId, { nonce: 0.25 }))).fingerprint, fingerprint);

      function decodes(copy: string): boolean {
        const toBytes = (whole: string): string => Buffer.from(whole.split('.').at(-1) ?? '', 'base64').toString('hex');
        return copy !== `${start}${text}${last}` && toBytes(copy) === toBytes(`${start}${text}${last}`);
      }
    });

    it('may have each of the four roles, and publisher is the default', async () => {
      for (const role of ['subscriber', 'publisher', 'moderator', 'publisheronly']) {
        assert.equal((await verify(sign(project, sessionId, { role }))).role, role);
      }
      assert.equal((await verify(sign(project, sessionId, { role: undefined }))).role, 'publisher');
      await refused(sign(project, sessionId, { role: 'admin' }), /role/);
    });

    it('may carry data of up to 1024 characters', async () => {
      const data = '日'.repeat(1024);
      assert.equal((await verify(sign(project, sessionId, { connection_data: data }))).connectionData, data);
      await refused(sign(project, sessionId, { connection_data: `${data}x` }), /connection data/);
      assert.equal((await verify(sign(project, sessionId))).connectionData, '');
    });

    it('takes classes separated by spaces or plus signs, and none', async () => {
      const classes = async (list: string): Promise<readonly string[]> =>
        (await verify(sign(project, sessionId, { initial_layout_class_list: list }))).layoutClassList;
      assert.deepEqual(await classes('a b'), ['a', 'b']);
      assert.deepEqual(await classes('a+b'), ['a', 'b']);
      assert.deepEqual(await classes(''), []);
      await refused(sign(project, sessionId, { initial_layout_class_list: 'x'.repeat(1025) }), /class list/);
    });

    it('ends when it says, and after 30 days at most', async () => {
      const expiry = form === 'T1' ? 'expire_time' : 'exp';
      const at = now();
      const soon = await verify(sign(project, sessionId, { [expiry]: at + 60 }));
      assert.equal(soon.expiresAt, (at + 60) * 1000);
      const late = await verify(sign(project, sessionId, { [expiry]: at + 400 * DAY_S }));
      assert.ok(Math.abs(late.expiresAt / 1000 - (at + 30 * DAY_S)) <= 2);
      await refused(sign(project, sessionId, { [expiry]: at - 60 }), /expired/);
    });

    it('without an expiry ends after a day', async () => {
      const expiry = form === 'T1' ? 'expire_time' : 'exp';
      const issued = form === 'T1' ? 'create_time' : 'iat';
      const at = now();
      const claims = await verify(sign(project, sessionId, { [expiry]: undefined }));
      assert.ok(Math.abs(claims.expiresAt / 1000 - (at + DAY_S)) <= 2);
      await refused(sign(project, sessionId, { [expiry]: undefined, [issued]: at - DAY_S - 60 }), /expired/);
    });

    it('older than 30 days is refused whatever it says', async () => {
      const at = now();
      const old = { create_time: at - 31 * DAY_S, iat: at - 31 * DAY_S, expire_time: at + DAY_S, exp: at + DAY_S };
      await refused(sign(project, sessionId, old), /expired/);
    });

    it('made in the future is refused, a second ahead is not', async () => {
      const at = now();
      await verify(sign(project, sessionId, { create_time: at + 1, iat: at + 1 }));
      await refused(sign(project, sessionId, { create_time: at + 3600, iat: at + 3600 }), /future/);
    });

    it('signed with another secret is refused', async () => {
      await refused(sign({ ...project, apiSecret: other.apiSecret }, sessionId), /not valid/);
    });

    it('of another project is refused, whichever project is named', async () => {
      await refused(sign(other, sessionId), /another API key/);
      await assert.rejects(verify(sign(other, sessionId), sessionId, other.apiKey), { code: 'invalidSession' });
    });

    it('for another session is refused', async () => {
      const second = createSessionId(project.apiKey, 'routed', Date.now());
      await refused(sign(project, second), /another session/);
    });

    it('for a session of another project is refused, although it is signed well', async () => {
      const foreign = createSessionId(other.apiKey, 'routed', Date.now());
      await refused(sign(project, foreign), /project/, 'invalidSession', foreign);
    });

    it('of another scope is refused', async () => {
      await refused(sign(project, sessionId, { scope: 'archive' }), /scope/);
    });

    it('with times that are no numbers is refused', async () => {
      await refused(sign(project, sessionId, { create_time: 'soon', iat: 'soon' }), /./);
      await refused(sign(project, sessionId, { expire_time: 'late', exp: 'late' }), /./);
    });
  });
}

describe('a T1 token', () => {
  const fields = `session_id=${sessionId}&create_time=${now()}&role=publisher`;

  it('is accepted in every spelling of base64 the SDKs use', async () => {
    for (const extra of ['', '&nonce=1', '&nonce=12', '&nonce=>>>???~~~']) {
      const padded = signT1Data(project, fields + extra);
      await verify(padded);
      await verify(padded.replace(/=+$/, ''));
      await verify(padded.slice(0, 4) + padded.slice(4).replaceAll('+', '-').replaceAll('/', '_'));
      await verify(signT1Data(project, fields + extra, 'base64url'));
    }
  });

  it('is checked over its bytes as they are, encoded or not', async () => {
    const raw = signT1Data(project, `${fields}&connection_data=a:b c/é=1`);
    assert.equal((await verify(raw)).connectionData, 'a:b c/é=1');
    const plus = signT1Data(project, `${fields}&connection_data=a+b%2Bc`);
    assert.equal((await verify(plus)).connectionData, 'a b+c');
  });

  it('with one changed field is refused', async () => {
    const decoded = Buffer.from(signT1(project, sessionId).slice(4), 'base64').toString();
    const changed = decoded.replace('role=publisher', 'role=moderator');
    assert.notEqual(changed, decoded);
    await refused(`T1==${Buffer.from(changed).toString('base64')}`, /not valid/);
  });

  it('that is not well-formed is refused', async () => {
    const encode = (text: string): string => `T1==${Buffer.from(text).toString('base64')}`;
    const malformed = [
      'T1==',
      'T1==!!!!',
      encode('no colon'),
      encode(':'),
      encode(`partner_id=${project.apiKey}:${fields}`),
      encode(`sig=${'0'.repeat(40)}:${fields}`),
    ];
    for (const token of malformed) await refused(token, /well-formed/);
    for (const sig of ['0', 'é', 'g'.repeat(40), '0'.repeat(42)]) {
      await refused(encode(`partner_id=${project.apiKey}&sig=${sig}:${fields}`), /not valid/);
    }
  });

  it('without session or creation time is refused', async () => {
    await refused(signT1(project, sessionId, { session_id: undefined }), /no session/);
    await refused(signT1(project, sessionId, { create_time: undefined, expire_time: now() + 60 }), /creation time/);
  });
});

describe('a JWT token', () => {
  it('takes what the other SDKs send instead', async () => {
    const php = { data: null, expireTime: null, connection_data: null, initial_layout_class_list: 'a+b' };
    assert.deepEqual((await verify(signClientJwt(project, sessionId, php))).layoutClassList, ['a', 'b']);
    const dotnet = { initial_layout_class_list: undefined, initial_layout_list: 'c', jti: 'x' };
    assert.deepEqual((await verify(signClientJwt(project, sessionId, dotnet))).layoutClassList, ['c']);
    const python = { initial_layout_class_list: ['d', 'e f'], create_time: undefined };
    assert.deepEqual((await verify(signClientJwt(project, sessionId, python))).layoutClassList, ['d', 'e f']);
    await verify(signClientJwt(project, sessionId, { iss: Number(project.apiKey) }));
  });

  it('is checked with HS256 and nothing else', async () => {
    const claims = { iss: project.apiKey, ist: 'project', iat: now(), exp: now() + 60, session_id: sessionId };
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '', undefined, null, 'hs256', ['HS256']]) {
      await refused(`${encodePart({ alg, typ: 'JWT' })}.${encodePart(claims)}.`, /not valid/);
      await refused(signJwt(claims, project.apiSecret, { alg, typ: 'JWT' }), /not valid/);
    }
    for (const [alg, hash] of [
      ['HS384', 'sha384'],
      ['HS512', 'sha512'],
    ] as const) {
      await refused(signJwt(claims, project.apiSecret, { alg, typ: 'JWT' }, hash), /not valid/);
    }
    await refused(signJwt(claims, project.apiSecret, { alg: 'HS256', crit: ['exp'], typ: 'JWT' }), /not valid/);
  });

  it('that is not well-formed is refused', async () => {
    const good = signClientJwt(project, sessionId);
    const [header = '', payload = '', signature = ''] = good.split('.');
    for (const token of [
      '',
      '.',
      '..',
      'a.b.c',
      `${header}.${payload}`,
      `${good}.x`,
      `${header}.${signature}.${payload}`,
    ]) {
      await refused(token, /./);
    }
    await refused(signJwt([1], project.apiSecret), /./);
    await refused(signJwt('text', project.apiSecret), /./);
    await refused('x'.repeat(32_769), /too long/);
  });

  it('for REST calls is no client token', async () => {
    await refused(signRestCredential(project), /no session/);
  });

  it('of an account, or without any time, is refused', async () => {
    await refused(signClientJwt(project, sessionId, { ist: 'account' }), /project/);
    const timeless = { iat: undefined, exp: undefined, create_time: undefined };
    await refused(signClientJwt(project, sessionId, timeless), /neither/);
  });

  it('that says not when it was made may not be valid for longer than tokens may be at most', async () => {
    const ageless = (exp: number) => signClientJwt(project, sessionId, { iat: undefined, create_time: undefined, exp });
    const exp = now() + 29 * DAY_S;
    assert.equal((await verify(ageless(exp))).expiresAt, exp * 1000);
    await refused(ageless(now() + 31 * DAY_S), /not when it was made/);
  });

  it('named with an unknown API key is refused', async () => {
    await assert.rejects(verify(signClientJwt(project, sessionId), sessionId, '1'), { code: 'authenticationFailed' });
  });
});

describe('a token that is good for one connection', () => {
  it('is refused once it was used, and says what it is', async () => {
    const claims = await verify(signClientJwt(project, sessionId, { one_time: true, jti: 'a' }));
    assert.equal(claims.oneTime, true);
    await verifier.refuseSpent(claims);
    await verifier.spend(claims);
    await assert.rejects(verifier.refuseSpent(claims), { code: 'authenticationFailed', message: /used before/ });
    await assert.rejects(verifier.spend(claims), { code: 'authenticationFailed', message: /used before/ });
    const next = await verify(signClientJwt(project, sessionId, { one_time: true, jti: 'b' }));
    await verifier.spend(next);
  });

  it('needs an id of its own', async () => {
    await refused(signClientJwt(project, sessionId, { one_time: true }), /jti/);
    await refused(signClientJwt(project, sessionId, { one_time: 'yes', jti: 'a' }), /one_time/);
    assert.equal((await verify(signClientJwt(project, sessionId, { one_time: false }))).oneTime, false);
  });
});

describe('a token that was revoked', () => {
  it('is refused, however often it is revoked', async () => {
    const claims = await verify(signT1(project, sessionId, { nonce: 'revoked' }));
    await verifier.refuseSpent(claims);
    await verifier.revoke(claims);
    await verifier.revoke(claims);
    await assert.rejects(verifier.refuseSpent(claims), { code: 'authenticationFailed', message: /revoked/ });
  });
});

describe("an application's client token", () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const id = '0f0e0d0c-0b0a-4908-8706-050403020100';
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const applications = createTokenVerifier({
    projects: createProjectFinder(toProjectRecord({ apiKey: id, apiSecret: '' }, { kind: 'application', keys: [pem] })),
    spentTokens: createSpentTokens(),
    maxLifetimeS: 3600,
  });
  const session = createSessionId(id, 'routed', Date.now());
  const claims = {
    application_id: id,
    session_id: session,
    scope: 'session.connect',
    role: 'moderator',
    initial_layout_class_list: 'focus',
    sub: 'video',
    acl: { paths: { '/session/**': {} } },
    jti: 'x',
    iat: now(),
    exp: now() + 86_400,
  };

  it('is checked with the public key; the longest life is a setting', async () => {
    const found = await applications.verify(signRsaJwt(claims, privateKey), id, session);
    assert.deepEqual([found.role, found.layoutClassList, found.projectId], ['moderator', ['focus'], id]);
    assert.equal(found.expiresAt, (claims.iat + 3600) * 1000);
  });

  it('is never a T1 token or one signed with the public key as a secret', async () => {
    for (const forged of [
      signClientJwt({ apiKey: id, apiSecret: pem }, session, claims),
      signT1({ apiKey: id, apiSecret: pem }, session),
    ]) {
      await assert.rejects(applications.verify(forged, id, session), { code: 'authenticationFailed' });
    }
  });
});
