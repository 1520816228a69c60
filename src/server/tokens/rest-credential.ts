import { createHash, timingSafeEqual } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { LIMITS } from '../../protocol/limits.ts';
import { authenticationFailed } from '../errors.ts';
import type { ProjectRecord, ProjectStore } from '../store-ports.ts';
import { nowSeconds, readProjectId, readUncheckedClaims, verifyJsonWebToken } from './json-web-token.ts';
import { isT1 } from './t1.ts';

/**
 * Seconds a REST credential may live: five minutes for OpenTok's (the slack is for SDKs whose clock ticks between two calls);
 * Vonage's SDKs make theirs for fifteen, and some let the caller ask for a day.
 */
const MAX_LIFETIME_S = { key: 330, application: 86_430 } as const;

/** What a credential may look up. */
export interface CredentialDeps {
  readonly projects: Pick<ProjectStore, 'find'>;
}

/**
 * Checks the JWT of an `X-OPENTOK-AUTH` or `Authorization: Bearer` header by the key of the project it names and returns that project.
 * A client token is made with the same key and refused here: every participant holds one. Throws `authenticationFailed`.
 */
export async function verifyRestCredential(token: string, deps: CredentialDeps, path: string): Promise<ProjectRecord> {
  if (token.length > LIMITS.token || isT1(token)) throw authenticationFailed('The credential is not a JWT.');
  const project = await findActive(readProjectId(readUncheckedClaims(token)), deps);
  const claims = await verifyJsonWebToken(token, project);
  checkClaims(claims, project);
  checkPaths(claims.acl, path);
  return project;
}

/** Checks the old header `X-TB-PARTNER-AUTH: <key>:<secret>`, where the project allows it. Throws `authenticationFailed`. */
export async function verifyPartnerCredential(header: string, deps: CredentialDeps): Promise<ProjectRecord> {
  const colonAt = header.indexOf(':');
  const project = await findActive(colonAt < 0 ? '' : header.slice(0, colonAt), deps);
  const secret = header.slice(colonAt + 1);
  const known = project.kind === 'key' && project.keys.some((key) => isSame(secret, key));
  if (!project.partnerAuth || !known) {
    throw authenticationFailed('The header X-TB-PARTNER-AUTH is not accepted; send X-OPENTOK-AUTH.');
  }
  return project;
}

async function findActive(id: string, { projects }: CredentialDeps): Promise<ProjectRecord> {
  const project = id.length > LIMITS.projectId ? undefined : await projects.find(id);
  if (project === undefined) throw authenticationFailed('Issuer not found.');
  if (project.status !== 'active') throw authenticationFailed('The project is disabled.');
  return project;
}

function checkClaims(claims: JWTPayload, { kind }: ProjectRecord): void {
  if (claims.session_id !== undefined || claims.scope === 'session.connect') {
    throw authenticationFailed('A client token is no credential for the REST API.');
  }
  if (claims.ist !== undefined && claims.ist !== 'project') {
    throw authenticationFailed('The credential is not for a project.');
  }
  if (typeof claims.exp !== 'number') throw authenticationFailed('The credential has no expiry.');
  const longest = MAX_LIFETIME_S[kind];
  if (claims.exp - (claims.iat ?? nowSeconds()) > longest) {
    throw authenticationFailed(`The credential is valid for longer than ${Math.floor(longest / 60)} minutes.`);
  }
}

/** Vonage's `acl`: where it names paths, the request's has to be among them; `*` is one step, `**` at the end any number. */
function checkPaths(acl: unknown, path: string): void {
  const { paths } = (typeof acl === 'object' && acl !== null ? acl : {}) as { paths?: unknown };
  if (paths === undefined || paths === null) return;
  const allowed = typeof paths === 'object' ? Object.keys(paths) : [];
  if (!allowed.some((pattern) => matches(pattern, path))) {
    throw authenticationFailed('The credential does not allow this path.');
  }
}

function matches(pattern: string, path: string): boolean {
  const steps = pattern.split('/').filter((step) => step !== '');
  const taken = path.split('/').filter((step) => step !== '');
  const open = steps.at(-1) === '**';
  const fixed = open ? steps.slice(0, -1) : steps;
  if (open ? fixed.length > taken.length : fixed.length !== taken.length) return false;
  return fixed.every((step, index) => step === '*' || step === taken[index]);
}

/** In constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
