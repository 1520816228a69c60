import { LIMITS } from '../../protocol/limits.ts';
import { authenticationFailed, invalidSession } from '../errors.ts';
import type { ProjectRecord, TokenClaims, TokenVerifier } from '../ports.ts';
import { type SignedClaims, toTokenClaims } from './client-claims.ts';
import { readUncheckedClaims, verifyJsonWebToken } from './json-web-token.ts';
import { findProjectId } from './session-id.ts';
import { isT1, parseT1, verifyT1 } from './t1.ts';

/** What the verifier needs to know. */
export interface VerifierDeps {
  findProject(apiKey: string): Promise<ProjectRecord | undefined>;
}

/** Creates the check of client tokens, T1 and JWT (HS256); both must be signed by the project the session belongs to. */
export function createTokenVerifier(deps: VerifierDeps): TokenVerifier {
  return {
    async verify(token, apiKey, sessionId): Promise<TokenClaims> {
      if (token.length > LIMITS.token) throw authenticationFailed('The token is too long.');
      const project = await deps.findProject(apiKey);
      if (project === undefined) throw authenticationFailed('The API key is not known here.');
      const claims = toTokenClaims(await readSigned(token, project), apiKey);
      if (findProjectId(sessionId) !== apiKey) {
        throw invalidSession('The session does not exist in the project of this API key.');
      }
      if (claims.sessionId !== sessionId) throw authenticationFailed('The token is for another session.');
      return claims;
    },
  };
}

async function readSigned(token: string, project: ProjectRecord): Promise<SignedClaims> {
  return isT1(token) ? readT1(token, project) : readJwt(token, project);
}

function readT1(token: string, { apiKey, apiSecret }: ProjectRecord): SignedClaims {
  const parsed = parseT1(token);
  if (parsed.partnerId !== apiKey) throw authenticationFailed('The token belongs to another API key.');
  const fields = verifyT1(parsed, apiSecret);
  const issuedAt = fields.get('create_time');
  if (!issuedAt) throw authenticationFailed('The token has no creation time.');
  return {
    sessionId: fields.get('session_id'),
    issuedAt,
    expiresAt: fields.get('expire_time'),
    role: fields.get('role'),
    connectionData: fields.get('connection_data'),
    layoutClassList: fields.get('initial_layout_class_list'),
    scope: fields.get('scope'),
  };
}

async function readJwt(token: string, { apiKey, apiSecret }: ProjectRecord): Promise<SignedClaims> {
  // Said before the signature is checked, so that a developer with two projects gets the helpful answer.
  const { iss } = readUncheckedClaims(token);
  if (String(iss) !== apiKey) throw authenticationFailed('The token belongs to another API key.');
  const claims = await verifyJsonWebToken(token, apiSecret);
  if (claims.ist !== undefined && claims.ist !== 'project') {
    throw authenticationFailed('The token was not issued by a project.');
  }
  return {
    sessionId: claims.session_id,
    issuedAt: claims.iat ?? claims.create_time,
    expiresAt: claims.exp,
    role: claims.role,
    connectionData: claims.connection_data,
    layoutClassList: claims.initial_layout_class_list ?? claims.initial_layout_list,
    scope: claims.scope,
  };
}
