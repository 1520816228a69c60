import { createPublicKey, type KeyObject } from 'node:crypto';
import { type JWTPayload, jwtVerify } from 'jose';
import { authenticationFailed } from '../errors.ts';
import type { ProjectRecord } from '../store-ports.ts';

/** How far clocks may differ, in seconds: for a time in the past, and for one in the future. */
export const LEEWAY_S = 30;
export const MAX_AHEAD_S = 60;

/** The one signature each kind of project makes; what a token names as its own counts for nothing. */
const ALGORITHM = { key: 'HS256', application: 'RS256' } as const;

/**
 * Checks a JWT's form, its signature by one of the project's keys, `exp`, `nbf` and `iat`; returns the claims.
 * Throws `authenticationFailed`.
 */
export async function verifyJsonWebToken(token: string, project: ProjectRecord): Promise<JWTPayload> {
  const claims = await verifySignature(token, project);
  const { iat } = claims;
  if (iat !== undefined && iat > nowSeconds() + MAX_AHEAD_S) {
    throw authenticationFailed('The token was issued in the future; check the clock of the machine that made it.');
  }
  return claims;
}

async function verifySignature(token: string, { kind, keys }: ProjectRecord): Promise<JWTPayload> {
  let message = 'The token is not valid.';
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, toKey(kind, key), {
        algorithms: [ALGORITHM[kind]],
        clockTolerance: LEEWAY_S,
      });
      return payload;
    } catch (error) {
      if ((error as { code?: string }).code === 'ERR_JWT_EXPIRED') message = 'The token has expired.';
    }
  }
  throw authenticationFailed(message);
}

function toKey(kind: ProjectRecord['kind'], key: string): Uint8Array | KeyObject {
  return kind === 'key' ? new TextEncoder().encode(key) : createPublicKey(key);
}

/** The claims a JWT makes, unchecked: only to learn whose key it has to be checked with. */
export function readUncheckedClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The project a JWT's claims name, unchecked: `application_id` (Vonage), else `iss` (OpenTok). Empty when they name none. */
export function readProjectId({ application_id, iss }: Readonly<Record<string, unknown>>): string {
  const id = application_id ?? iss;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}

/** Seconds since the epoch. */
export function nowSeconds(): number {
  return Date.now() / 1000;
}
