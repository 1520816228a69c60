import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { readRole } from '../../../../src/client/session/token-role.ts';

interface OpenTok {
  generateToken(sessionId: string, options: object): string;
  getBroadcast?: unknown;
}
const OfficialSdk = createRequire(import.meta.url)('opentok') as new (apiKey: string, apiSecret: string) => OpenTok;
const sessionId = '1_MX4xMjM0NTZ-fjE3MDAwMDAwMDAwMDB-QUJDREVGR0hJSktMTU5PUFFSU1RVVldY-fg';
const backEnd = new OfficialSdk('123456', '0123456789abcdef0123456789abcdef01234567');

function toJwt(payload: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}.c2lnbmF0dXJl`;
}

for (const role of ['subscriber', 'publisher', 'moderator', 'publisheronly'] as const) {
  test(`the role ${role} is read from a T1 token of the official package`, () => {
    const token = backEnd.generateToken(sessionId, { role, data: 'name=Zoë:1&role=moderator' });
    assert.equal(readRole(token), role);
  });

  test(`the role ${role} is read from a JWT`, () => {
    assert.equal(readRole(toJwt({ role, connection_data: 'ünï' })), role);
  });
}

test('a token without a role means publisher', () => {
  assert.equal(readRole(toJwt({ session_id: sessionId })), 'publisher');
});

test('a token that cannot be read, or with a role nobody knows, says nothing', () => {
  for (const token of ['', 'T1==', 'T1==%%%', 'nonsense', 'a.b.c', toJwt({ role: 'admin' }), toJwt({ role: 7 })]) {
    assert.ok([undefined, 'publisher'].includes(readRole(token)), token);
  }
  assert.equal(readRole(toJwt({ role: 'admin' })), undefined);
  assert.equal(readRole('nonsense'), undefined);
});
