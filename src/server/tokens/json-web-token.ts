import { type JWTPayload, jwtVerify } from 'jose';
import { authenticationFailed } from '../errors.ts';

/** How far clocks may differ, in seconds: for a time in the past, and for one in the future. */
export const LEEWAY_S = 30;
export const MAX_AHEAD_S = 60;

/**
 * Checks a JWT's form, its signature with exactly HS256 (never what the token names), `exp`, `nbf` and `iat`;
 * returns the claims. Throws `authenticationFailed`.
 */
export async function verifyJsonWebToken(token: string, secret: string): Promise<JWTPayload> {
  const claims = await verifySignature(token, secret);
  const { iat } = claims;
  if (iat !== undefined && iat > nowSeconds() + MAX_AHEAD_S) {
    throw authenticationFailed('The token was issued in the future; check the clock of the machine that made it.');
  }
  return claims;
}

async function verifySignature(token: string, secret: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      clockTolerance: LEEWAY_S,
    });
    return payload;
  } catch (error) {
    const expired = (error as { code?: string }).code === 'ERR_JWT_EXPIRED';
    throw authenticationFailed(expired ? 'The token has expired.' : 'The token is not valid.');
  }
}

/** The claims a JWT makes, unchecked: only to learn whose secret it has to be checked with. */
export function readUncheckedClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Seconds since the epoch. */
export function nowSeconds(): number {
  return Date.now() / 1000;
}
