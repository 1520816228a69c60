import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LIMITS } from '../../protocol/limits.ts';
import type { AuditEntry, Watch } from '../observations.ts';

type Subject = Pick<AuditEntry, 'sessionId' | 'connectionId' | 'streamId'>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Ids of what the request has made; null where it made nothing. */
    made: Subject | null;
  }
  interface FastifyContextConfig {
    /** False: the route changes nothing, whatever its method. */
    audit?: boolean;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SESSION_ID = /^[12]_[A-Za-z0-9_-]+$/;

/** Hands over each request to a route of `app` that changes something or was to, once it is answered; those without a valid credential change nothing. */
export function registerAudit(app: FastifyInstance, watch: Watch): void {
  app.decorateRequest('made', null);
  app.addHook('onResponse', async (request, reply) => {
    const { method, project, routeOptions } = request;
    if (project === null || READING.has(method) || routeOptions.config.audit === false) return;
    watch.audit({
      event: 'rest',
      project: project.id,
      credentialKind: 'rest',
      action: `${method} ${routeOptions.url}`,
      ...readSubject(request),
      result: reply.statusCode,
    });
  });
}

/** What a request is about. What stands in the path of a request that is refused can be anything: only what looks like an id is one. */
function readSubject({ params, made }: FastifyRequest): Subject {
  const { sessionId, connectionId, streamId } = params as Record<string, string | undefined>;
  return {
    ...(isSessionId(sessionId) && { sessionId }),
    ...(isUuid(connectionId) && { connectionId }),
    ...(isUuid(streamId) && { streamId }),
    ...made,
  };
}

function isSessionId(text: string | undefined): text is string {
  return text !== undefined && text.length <= LIMITS.sessionId && SESSION_ID.test(text);
}

function isUuid(text: string | undefined): text is string {
  return text !== undefined && UUID.test(text);
}
