import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SessionCreateBody } from '../../../protocol/rest.ts';
import { invalidMessage } from '../../errors.ts';
import type { SessionRecord, Store } from '../../ports.ts';
import { createSessionId } from '../../tokens/session-id.ts';
import { projectOf } from '../authentication.ts';
import { dropAbsentFields } from '../bodies.ts';
import { toSessionJson, toSessionXml } from '../session-answer.ts';

/** `POST /session/create`: keeps a new session and answers JSON where it is asked for, XML otherwise. */
export function registerSessionCreate(app: FastifyInstance, deps: { store: Store }): void {
  app.post<{ Body: SessionCreateBody }>(
    '/session/create',
    { schema: { body: SessionCreateBody }, preValidation: dropAbsentFields },
    async (request, reply) => {
      const session = toSession(request.body, projectOf(request).apiKey);
      await deps.store.addSession(session);
      return sendSession(request, reply, session);
    },
  );
}

/** The session a body asks for; throws `invalidMessage` for options that exclude each other. */
function toSession(body: SessionCreateBody, projectId: string): SessionRecord {
  // Relayed is OpenTok's default. Its media is routed too until relayed media exists; the record keeps what was asked for.
  const mediaMode = body['p2p.preference'] === 'disabled' ? 'routed' : 'relayed';
  const archiveMode = body.archiveMode ?? 'manual';
  const e2ee = body.e2ee ?? false;
  const { archiveName, archiveResolution, minimumEncryption, maxConnections } = body;
  const refuse = (condition: boolean, message: string): void => {
    if (condition) throw invalidMessage(message);
  };
  refuse(archiveMode === 'always' && mediaMode === 'relayed', 'archiveMode: always needs a routed session.');
  refuse(archiveMode === 'always' && e2ee, 'archiveMode: an end-to-end encrypted session cannot be archived.');
  refuse(e2ee && mediaMode === 'relayed', 'e2ee: end-to-end encryption needs a routed session.');
  const archiveOption = archiveName === undefined ? 'archiveResolution' : 'archiveName';
  const hasArchiveOption = archiveName !== undefined || archiveResolution !== undefined;
  refuse(hasArchiveOption && archiveMode !== 'always', `${archiveOption}: only with archiveMode always.`);
  const createdAt = Date.now();
  return {
    id: createSessionId(projectId, mediaMode, createdAt),
    projectId,
    createdAt,
    mediaMode,
    archiveMode,
    e2ee,
    ...(archiveName === undefined ? {} : { archiveName }),
    ...(archiveResolution === undefined ? {} : { archiveResolution }),
    ...(minimumEncryption === undefined ? {} : { minimumEncryption }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
  };
}

function sendSession(request: FastifyRequest, reply: FastifyReply, session: SessionRecord): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (request.headers.accept?.includes('application/json')) {
    // Bytes, because Fastify would add a charset to the type of a text.
    return reply.header('content-type', 'application/json').send(toSessionJson(session));
  }
  return reply.type('text/xml; charset=utf-8').send(toSessionXml(session));
}
