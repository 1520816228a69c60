import { LIMITS } from '../../protocol/limits.ts';
import { authenticationFailed } from '../errors.ts';
import type { ProjectRecord } from '../ports.ts';
import { nowSeconds, readUncheckedClaims, verifyJsonWebToken } from './json-web-token.ts';
import { isT1 } from './t1.ts';
import type { VerifierDeps } from './verifier.ts';

/** REST credentials live five minutes; the slack is for SDKs whose clock ticks between two calls. */
const MAX_LIFETIME_S = 330;

/**
 * Checks the JWT of an `X-OPENTOK-AUTH` header (HS256 with the API secret, by its `iss`) and returns its project.
 * A client token is made with the same secret and refused here: every participant holds one. Throws `authenticationFailed`.
 */
export async function verifyRestCredential(token: string, deps: VerifierDeps): Promise<ProjectRecord> {
  if (token.length > LIMITS.token || isT1(token)) throw authenticationFailed('The credential is not a JWT.');
  const { iss } = readUncheckedClaims(token);
  const apiKey = typeof iss === 'string' || typeof iss === 'number' ? String(iss) : '';
  const project = await deps.findProject(apiKey);
  if (project === undefined) throw authenticationFailed('Issuer not found.');
  const claims = await verifyJsonWebToken(token, project.apiSecret);
  if (claims.session_id !== undefined || claims.scope === 'session.connect') {
    throw authenticationFailed('A client token is no credential for the REST API.');
  }
  if (claims.ist !== undefined && claims.ist !== 'project') {
    throw authenticationFailed('The credential is not for a project.');
  }
  if (typeof claims.exp !== 'number') throw authenticationFailed('The credential has no expiry.');
  if (claims.exp - (claims.iat ?? nowSeconds()) > MAX_LIFETIME_S) {
    throw authenticationFailed('The credential is valid for longer than five minutes.');
  }
  return project;
}
