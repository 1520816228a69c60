import { createHmac, timingSafeEqual } from 'node:crypto';
import { authenticationFailed } from '../errors.ts';

const PREFIX = 'T1==';
const COLON = 0x3a;

/** A T1 token taken apart, its signature not checked yet. */
export interface T1Token {
  readonly partnerId: string;
  readonly signature: string;
  /** The exact bytes that are signed: form-encoded fields. */
  readonly signedBytes: Buffer;
}

/** Whether a token is in the T1 form (the other form is JWT). */
export function isT1(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** Takes a T1 token apart: `T1==` + base64(`partner_id=..&sig=..:fields`); throws `authenticationFailed`. */
export function parseT1(token: string): T1Token {
  const encoded = token.slice(PREFIX.length);
  const decoded = /^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
  const colonAt = decoded.indexOf(COLON);
  const head = new URLSearchParams(decoded.subarray(0, Math.max(colonAt, 0)).toString('utf8'));
  const partnerId = head.get('partner_id');
  const signature = head.get('sig');
  if (!partnerId || !signature) throw authenticationFailed('The token is not a well-formed T1 token.');
  return { partnerId, signature, signedBytes: decoded.subarray(colonAt + 1) };
}

/** Checks the HMAC-SHA1 over the bytes as they came with each secret, in constant time, and returns the fields; throws `authenticationFailed`. */
export function verifyT1(token: T1Token, secrets: readonly string[]): URLSearchParams {
  const given = Buffer.from(/^[0-9a-f]{40}$/.test(token.signature) ? token.signature : '', 'hex');
  const signedWith = (secret: string): boolean => {
    const expected = createHmac('sha1', secret).update(token.signedBytes).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  if (!secrets.some(signedWith)) throw authenticationFailed('The token is not valid.');
  return new URLSearchParams(token.signedBytes.toString('utf8'));
}
