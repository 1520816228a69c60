import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import type { ProjectRecord } from '../../../../src/server/store-ports.ts';
import { verifyPartnerCredential, verifyRestCredential } from '../../../../src/server/tokens/rest-credential.ts';
import { createSessionId } from '../../../../src/server/tokens/session-id.ts';
import { createProjectFinder, toProjectRecord } from '../../../support/projects.ts';
import {
  encodePart,
  now,
  signClientJwt,
  signJwt,
  signRestCredential,
  signRsaJwt,
  signT1,
} from '../../../support/tokens.ts';

const project = { apiKey: '481516234', apiSecret: '0123456789abcdef0123456789abcdef01234567' };
const record = toProjectRecord(project);
const deps = { projects: createProjectFinder(record) };
const PATH = '/v2/project/481516234/archive';
const sessionId = createSessionId(project.apiKey, 'routed', Date.now());

function verify(token: string): Promise<ProjectRecord> {
  return verifyRestCredential(token, deps, PATH);
}

async function refused(token: string, message = /./): Promise<void> {
  await assert.rejects(verify(token), {
    name: 'ServiceError',
    code: 'authenticationFailed',
    message,
  });
}

describe('a REST credential', () => {
  it('names its project', async () => {
    assert.equal(await verify(signRestCredential(project)), record);
  });

  it('is accepted in the forms of every SDK', async () => {
    await verify(signRestCredential(project, { jti: '0.123' }));
    await verify(signRestCredential(project, { exp: now() + 180 }));
    await verify(signRestCredential(project, { exp: now() + 301 }));
    await verify(signRestCredential(project, { iss: Number(project.apiKey) }));
    const iat = now();
    const ruby = signJwt({ iss: project.apiKey, iat, exp: iat + 300 }, project.apiSecret, {
      ist: 'project',
      alg: 'HS256',
    });
    await verify(ruby);
  });

  it('with another algorithm than HS256 is refused, also when its signature is good', async () => {
    const claims = { iss: project.apiKey, ist: 'project', iat: now(), exp: now() + 300 };
    for (const alg of ['none', 'None', 'NONE', '', undefined, 'hs256']) {
      await refused(`${encodePart({ alg, typ: 'JWT' })}.${encodePart(claims)}.`);
      await refused(signJwt(claims, project.apiSecret, { alg }));
    }
    await refused(signJwt(claims, project.apiSecret, { alg: 'HS384' }, 'sha384'));
    await refused(signJwt(claims, project.apiSecret, { alg: 'HS512' }, 'sha512'));
  });

  it('with a wrong key or an unknown issuer is refused', async () => {
    await refused(signRestCredential({ ...project, apiSecret: 'f'.repeat(40) }), /not valid/);
    await refused(signRestCredential(project, { iss: '1' }), /Issuer not found/);
    await refused(signRestCredential(project, { iss: undefined }), /Issuer not found/);
    await refused(signRestCredential(project, { iss: [project.apiKey] }), /Issuer not found/);
  });

  it('is refused when expired, without a leeway for more than clock skew', async () => {
    const at = now();
    await verify(signRestCredential(project, { iat: at - 310, exp: at - 10 }));
    await refused(signRestCredential(project, { iat: at - 360, exp: at - 60 }), /expired/);
  });

  it('is refused without a numeric expiry', async () => {
    for (const exp of [undefined, null, 'soon', String(now() + 300), {}])
      await refused(signRestCredential(project, { exp }));
  });

  it('is refused when it is issued in the far future, not when a clock is a little ahead', async () => {
    const at = now();
    await verify(signRestCredential(project, { iat: at + 30, exp: at + 330 }));
    await refused(signRestCredential(project, { iat: at + 3600, exp: at + 3900 }), /future/);
  });

  it('is refused when it would live longer than five minutes', async () => {
    const at = now();
    await refused(signRestCredential(project, { iat: at, exp: at + 3600 }), /5 minutes/);
    await refused(signRestCredential(project, { iat: undefined, exp: at + 3600 }), /5 minutes/);
    await refused(signRestCredential(project, { iat: 'now', exp: at + 300 }));
  });

  it('is never a client token', async () => {
    const at = now();
    const short = { iat: at, exp: at + 300 };
    await refused(signClientJwt(project, sessionId, short), /client token/);
    await refused(signClientJwt(project, sessionId, { ...short, scope: undefined }), /client token/);
    await refused(signClientJwt(project, sessionId, { ...short, session_id: undefined }), /client token/);
    await refused(signT1(project, sessionId), /not a JWT/);
  });

  it('of an account is refused', async () => {
    await refused(signRestCredential(project, { ist: 'account' }), /project/);
  });

  it('that is not well-formed is refused', async () => {
    const good = signRestCredential(project);
    const [header, payload] = good.split('.');
    const malformed = ['', 'x', 'a.b', 'a.b.c', `${header}.${payload}`, `${good}.${payload}`, `${header}.e30.x`];
    for (const token of malformed) await refused(token);
    await refused(signJwt(null, project.apiSecret));
    await refused(signJwt([], project.apiSecret));
    await refused(signRestCredential(project, { padding: 'x'.repeat(33_000) }));
  });
});

describe("an application's credential", () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const id = '0f0e0d0c-0b0a-4908-8706-050403020100';
  const application = toProjectRecord({ apiKey: id, apiSecret: '' }, { kind: 'application', keys: [pem] });
  const own = { projects: createProjectFinder(application) };
  const sign = (claims: Record<string, unknown>, alg = 'RS256'): string =>
    signRsaJwt({ application_id: id, iat: now(), exp: now() + 900, jti: 'x', ...claims }, privateKey, alg);
  const check = (token: string, path = `/v2/project/${id}/session/2_x/stream`): Promise<ProjectRecord> =>
    verifyRestCredential(token, own, path);

  it('is checked with its public key, in the forms of every SDK', async () => {
    assert.equal(await check(sign({})), application);
    assert.equal(await check(sign({ application_id: undefined, iss: id, ist: 'project' })), application);
    assert.equal(await check(sign({ exp: now() + 86_400 })), application);
  });

  it('is never signed with the public key as a secret, nor in another way than RS256', async () => {
    const claims = { application_id: id, iat: now(), exp: now() + 900 };
    await assert.rejects(check(signJwt(claims, pem)), { code: 'authenticationFailed' });
    await assert.rejects(check(signJwt(claims, pem, { alg: 'RS256' })), { code: 'authenticationFailed' });
    await assert.rejects(check(sign({}, 'RS512')), { code: 'authenticationFailed' });
    await assert.rejects(check(sign({}, 'none')), { code: 'authenticationFailed' });
  });

  it('of another key pair, a client token, or one that lives too long is refused', async () => {
    const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const forged = signRsaJwt({ application_id: id, iat: now(), exp: now() + 900 }, foreign);
    await assert.rejects(check(forged), /not valid/);
    await assert.rejects(check(sign({ scope: 'session.connect' })), /client token/);
    await assert.rejects(check(sign({ session_id: '2_x' })), /client token/);
    await assert.rejects(check(sign({ exp: now() + 10 * 86_400 })), /longer than/);
  });

  it('reaches only the paths it names, when it names any', async () => {
    const to = (...paths: string[]): string =>
      sign({ acl: { paths: Object.fromEntries(paths.map((path) => [path, {}])) } });
    await check(to('/**'));
    await check(to('/*/nothing', `/v2/project/${id}/**`));
    await check(to('/v2/project/*/session/*/stream'));
    for (const path of ['/session/**', `/v2/project/${id}`, '/v2/*/stream', '/**/stream', '']) {
      await assert.rejects(check(to(path)), /does not allow this path/, path);
    }
    await assert.rejects(check(sign({ acl: { paths: 'all' } })), /does not allow this path/);
    await check(sign({ acl: {} }));
  });

  it('stays good with the key before for the overlap of a rotation', async () => {
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const nextPem = next.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const rotated = { projects: createProjectFinder({ ...application, keys: [nextPem, pem] }) };
    await verifyRestCredential(sign({}), rotated, PATH);
    await verifyRestCredential(signRsaJwt({ application_id: id, exp: now() + 60 }, next.privateKey), rotated, PATH);
  });
});

describe('a disabled project', () => {
  it('is refused, with a good credential', async () => {
    const disabled = { projects: createProjectFinder({ ...record, status: 'disabled' }) };
    await assert.rejects(verifyRestCredential(signRestCredential(project), disabled, PATH), /disabled/);
  });
});

describe('the old header with the secret in it', () => {
  const header = `${project.apiKey}:${project.apiSecret}`;

  it('is refused, unless the project allows it', async () => {
    await assert.rejects(verifyPartnerCredential(header, deps), { code: 'authenticationFailed' });
    const allowing = toProjectRecord(project, { partnerAuth: true });
    const allowed = { projects: createProjectFinder(allowing) };
    assert.equal(await verifyPartnerCredential(header, allowed), allowing);
    for (const wrong of [`${header}x`, project.apiKey, `${project.apiKey}:`, `:${project.apiSecret}`, '::', '']) {
      await assert.rejects(verifyPartnerCredential(wrong, allowed), { code: 'authenticationFailed' }, wrong);
    }
  });
});
