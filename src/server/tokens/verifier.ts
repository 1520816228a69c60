import { createHash } from 'node:crypto';
import { LIMITS } from '../../protocol/limits.ts';
import { authenticationFailed, invalidSession, type ServiceError } from '../errors.ts';
import type { TokenClaims, TokenVerifier } from '../ports.ts';
import type { ProjectRecord, SpentTokenStore } from '../store-ports.ts';
import { type SignedClaims, toTokenClaims } from './client-claims.ts';
import { readProjectId, readUncheckedClaims, verifyJsonWebToken } from './json-web-token.ts';
import type { CredentialDeps } from './rest-credential.ts';
import { findProjectId } from './session-id.ts';
import { isT1, parseT1, verifyT1 } from './t1.ts';

/** However the settings change, no token is good for longer than this after it was made, in milliseconds. */
const LONGEST_LIFE_MS = 30 * 86_400_000;

/** What the verifier needs to know. */
export interface VerifierDeps extends CredentialDeps {
  readonly spentTokens: SpentTokenStore;
  /** The longest a token may be good for after it was made, in seconds. */
  readonly maxLifetimeS: number;
}

/**
 * Creates the check of client tokens, T1 and JWT (HS256 for API keys, RS256 for applications); all must be signed by the project
 * the session belongs to.
 */
export function createTokenVerifier({ projects, spentTokens, maxLifetimeS }: VerifierDeps): TokenVerifier {
  return {
    async verify(token, apiKey, sessionId): Promise<TokenClaims> {
      if (token.length > LIMITS.token) throw authenticationFailed('The token is too long.');
      const project = await projects.find(apiKey);
      if (project === undefined) throw authenticationFailed('The API key is not known here.');
      if (project.status !== 'active') throw authenticationFailed('The project of this API key is disabled.');
      const signed = await readSigned(token, project);
      const claims = {
        ...toTokenClaims(signed, { projectId: apiKey, maxLifetimeS }),
        fingerprint: toFingerprint(token),
      };
      if (findProjectId(sessionId) !== apiKey) {
        throw invalidSession('The session does not exist in the project of this API key.');
      }
      if (claims.sessionId !== sessionId) throw authenticationFailed('The token is for another session.');
      return claims;
    },

    async refuseSpent({ fingerprint }): Promise<void> {
      if (await spentTokens.has(fingerprint)) throw spent();
    },

    async spend({ fingerprint }): Promise<void> {
      if (!(await spentTokens.add(fingerprint, Date.now() + LONGEST_LIFE_MS))) throw spent();
    },

    async revoke({ fingerprint }): Promise<void> {
      await spentTokens.add(fingerprint, Date.now() + LONGEST_LIFE_MS);
    },
  };
}

function spent(): ServiceError {
  return authenticationFailed('The token was used before or has been revoked; ask for a new one.');
}

/** Of what is signed, not of the text: whoever holds a token can write the rest in other ways, and it would be a new one each time. */
function toFingerprint(token: string): string {
  const signed = isT1(token) ? parseT1(token).signedBytes : token.slice(0, token.lastIndexOf('.'));
  return createHash('sha256').update(signed).digest('base64url');
}

async function readSigned(token: string, project: ProjectRecord): Promise<SignedClaims> {
  return isT1(token) ? readT1(token, project) : readJwt(token, project);
}

function readT1(token: string, { id, kind, keys }: ProjectRecord): SignedClaims {
  const parsed = parseT1(token);
  if (parsed.partnerId !== id || kind !== 'key') throw authenticationFailed('The token belongs to another API key.');
  const fields = verifyT1(parsed, keys);
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

async function readJwt(token: string, project: ProjectRecord): Promise<SignedClaims> {
  // Said before the signature is checked, so that a developer with two projects gets the helpful answer.
  if (readProjectId(readUncheckedClaims(token)) !== project.id) {
    throw authenticationFailed('The token belongs to another API key.');
  }
  const claims = await verifyJsonWebToken(token, project);
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
    oneTime: claims.one_time,
    id: claims.jti,
  };
}
