import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticationFailed } from '../errors.ts';
import type { ProjectRecord } from '../ports.ts';
import { verifyRestCredential } from '../tokens/rest-credential.ts';
import type { VerifierDeps } from '../tokens/verifier.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose credential the request carries; null where none is asked for. */
    project: ProjectRecord | null;
  }
}

/** Demands a REST credential of every route of `app`, before a body is read; its project must be the one in the path. */
export function registerAuthentication(app: FastifyInstance, deps: VerifierDeps): void {
  app.decorateRequest('project', null);
  app.addHook('onRequest', async (request) => {
    // A preflight carries no credential and reaches nothing.
    if (request.method === 'OPTIONS') return;
    const project = await verifyRestCredential(readCredential(request), deps);
    const { projectId } = request.params as { projectId?: string };
    if (projectId !== undefined && projectId !== project.apiKey) {
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

function readCredential(request: FastifyRequest): string {
  const { 'x-opentok-auth': credential } = request.headers;
  if (typeof credential !== 'string' || credential === '') {
    throw authenticationFailed('The header X-OPENTOK-AUTH is missing.');
  }
  return credential;
}
