import { createHmac, createSign, type KeyLike } from 'node:crypto';

/** A project as the tests know it. */
export interface TestProject {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Seconds since the epoch. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** Encodes a part of a JWT. */
export function encodePart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Signs any claims, right or wrong, under any header, right or wrong. */
export function signJwt(
  claims: unknown,
  secret: string,
  header: unknown = { alg: 'HS256', typ: 'JWT' },
  hash = 'sha256',
): string {
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

/** Signs any claims with an RSA key; `alg` is what the header says, and SHA-512 is used for RS512. */
export function signRsaJwt(claims: unknown, privateKey: KeyLike, alg = 'RS256'): string {
  const signed = `${encodePart({ alg, typ: 'JWT' })}.${encodePart(claims)}`;
  const hash = alg === 'RS512' ? 'sha512' : 'sha256';
  return `${signed}.${createSign(hash).update(signed).sign(privateKey, 'base64url')}`;
}

/** A REST credential as the official Node SDK makes it; `claims` replaces or, with undefined, removes some. */
export function signRestCredential(project: TestProject, claims: Record<string, unknown> = {}): string {
  const iat = now();
  return signJwt({ iss: project.apiKey, ist: 'project', iat, exp: iat + 300, ...claims }, project.apiSecret);
}

/** A client token in the JWT form of the official Node SDK. */
export function signClientJwt(project: TestProject, sessionId: string, claims: Record<string, unknown> = {}): string {
  const iat = now();
  return signJwt(
    {
      iss: project.apiKey,
      ist: 'project',
      iat,
      exp: iat + 3600,
      session_id: sessionId,
      create_time: iat,
      nonce: 0.5,
      role: 'publisher',
      initial_layout_class_list: '',
      scope: 'session.connect',
      ...claims,
    },
    project.apiSecret,
  );
}

/** Signs the bytes of a T1 token as they are. */
export function signT1Data(project: TestProject, data: string, encoding: 'base64' | 'base64url' = 'base64'): string {
  const sig = createHmac('sha1', project.apiSecret).update(data).digest('hex');
  return `T1==${Buffer.from(`partner_id=${project.apiKey}&sig=${sig}:${data}`).toString(encoding)}`;
}

/** A client token in the T1 form; `fields` replaces or, with undefined, removes some. */
export function signT1(
  project: TestProject,
  sessionId: string,
  fields: Record<string, string | number | undefined> = {},
): string {
  const all = { session_id: sessionId, create_time: now(), nonce: 0.5, role: 'publisher', ...fields };
  const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return signT1Data(project, new URLSearchParams(given).toString());
}
