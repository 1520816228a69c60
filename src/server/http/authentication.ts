import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticationFailed } from '../errors.ts';
import type { ProjectRecord } from '../store-ports.ts';
import { type CredentialDeps, verifyPartnerCredential, verifyRestCredential } from '../tokens/rest-credential.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose credential the request carries; null where none is asked for. */
    project: ProjectRecord | null;
  }
}

/** Demands a REST credential of every route of `app`, before a body is read; its project must be the one in the path. */
export function registerAuthentication(app: FastifyInstance, deps: CredentialDeps): void {
  app.decorateRequest('project', null);
  app.addHook('onRequest', async (request) => {
    // A preflight carries no credential and reaches nothing.
    if (request.method === 'OPTIONS') return;
    const project = await authenticate(request, deps);
    const { projectId } = request.params as { projectId?: string };
    if (projectId !== undefined && projectId !== project.id) {
      throw authenticationFailed('The credential is for another project than the one in the path.');
    }
    request.project = project;
  });
}

/** The project of an authenticated request. */
export function projectOf(request: FastifyRequest): ProjectRecord {
  if (request.project === null) throw authenticationFailed('The request carries no credential.');
  return request.project;
}

/** Some of the SDKs send an application's credential in OpenTok's header: whose it is decides how it is checked. */
function authenticate({ headers, url }: FastifyRequest, deps: CredentialDeps): Promise<ProjectRecord> {
  const { 'x-opentok-auth': own, 'x-tb-partner-auth': partner } = headers;
  const [path = ''] = url.split('?');
  const credential = typeof own === 'string' && own !== '' ? own : readBearer(headers.authorization);
  if (credential !== undefined) return verifyRestCredential(credential, deps, path);
  if (typeof partner === 'string' && partner !== '') return verifyPartnerCredential(partner, deps);
  throw authenticationFailed('The header X-OPENTOK-AUTH, or Authorization: Bearer, is missing.');
}

function readBearer(authorization: string | undefined): string | undefined {
  return /^bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1];
}
