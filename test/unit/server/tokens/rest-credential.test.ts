import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verifyRestCredential } from '../../../../src/server/tokens/rest-credential.ts';
import { createSessionId } from '../../../../src/server/tokens/session-id.ts';
import { encodePart, now, signClientJwt, signJwt, signRestCredential, signT1 } from '../../../support/tokens.ts';

const project = { apiKey: '481516234', apiSecret: '0123456789abcdef0123456789abcdef01234567' };
const deps = { findProject: async (apiKey: string) => (apiKey === project.apiKey ? project : undefined) };
const sessionId = createSessionId(project.apiKey, 'routed', Date.now());

async function refused(token: string, message = /./): Promise<void> {
  await assert.rejects(verifyRestCredential(token, deps), {
    name: 'ServiceError',
    code: 'authenticationFailed',
    message,
  });
}

describe('a REST credential', () => {
  it('names its project', async () => {
    assert.equal(await verifyRestCredential(signRestCredential(project), deps), project);
  });

  it('is accepted in the forms of every SDK', async () => {
    await verifyRestCredential(signRestCredential(project, { jti: '0.123' }), deps);
    await verifyRestCredential(signRestCredential(project, { exp: now() + 180 }), deps);
    await verifyRestCredential(signRestCredential(project, { exp: now() + 301 }), deps);
    await verifyRestCredential(signRestCredential(project, { iss: Number(project.apiKey) }), deps);
    const iat = now();
    const ruby = signJwt({ iss: project.apiKey, iat, exp: iat + 300 }, project.apiSecret, {
      ist: 'project',
      alg: 'HS256',
    });
    await verifyRestCredential(ruby, deps);
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
    await verifyRestCredential(signRestCredential(project, { iat: at - 310, exp: at - 10 }), deps);
    await refused(signRestCredential(project, { iat: at - 360, exp: at - 60 }), /expired/);
  });

  it('is refused without a numeric expiry', async () => {
    for (const exp of [undefined, null, 'soon', String(now() + 300), {}])
      await refused(signRestCredential(project, { exp }));
  });

  it('is refused when it is issued in the far future, not when a clock is a little ahead', async () => {
    const at = now();
    await verifyRestCredential(signRestCredential(project, { iat: at + 30, exp: at + 330 }), deps);
    await refused(signRestCredential(project, { iat: at + 3600, exp: at + 3900 }), /future/);
  });

  it('is refused when it would live longer than five minutes', async () => {
    const at = now();
    await refused(signRestCredential(project, { iat: at, exp: at + 3600 }), /five minutes/);
    await refused(signRestCredential(project, { iat: undefined, exp: at + 3600 }), /five minutes/);
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
