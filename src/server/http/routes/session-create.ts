import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SessionCreateBody } from '../../../protocol/rest.ts';
import { SessionCreateAnswer, SessionCreateXml } from '../../../protocol/rest-answers.ts';
import { invalidMessage } from '../../errors.ts';
import type { ProjectRecord, SessionRecord, SessionStore } from '../../store-ports.ts';
import { createSessionId } from '../../tokens/session-id.ts';
import { projectOf } from '../authentication.ts';
import { dropAbsentFields } from '../bodies.ts';
import { toSchema } from '../operation.ts';
import { toSessionJson, toSessionXml } from '../session-answer.ts';

const CREATE = toSchema({
  id: 'createSession',
  tag: 'Sessions',
  summary: 'Makes a session',
  description: 'The answer is JSON where `Accept` asks for it, and for applications; XML otherwise.',
  body: SessionCreateBody,
  consumes: ['application/x-www-form-urlencoded', 'application/json'],
  answer: SessionCreateAnswer,
  otherTypes: { 'text/xml': SessionCreateXml },
});

/** What making sessions needs. */
export interface SessionCreateDeps {
  readonly sessions: Pick<SessionStore, 'add'>;
  /** Where this server is. */
  readonly zone: string | undefined;
}

/** `POST /session/create`: keeps a new session and answers JSON where it is asked for, XML otherwise. */
export function registerSessionCreate(app: FastifyInstance, deps: SessionCreateDeps): void {
  app.post<{ Body: SessionCreateBody }>(
    '/session/create',
    { schema: CREATE, preValidation: dropAbsentFields },
    async (request, reply) => {
      const session = toSession(request.body, projectOf(request), deps.zone);
      await deps.sessions.add(session);
      request.made = { sessionId: session.id };
      return sendSession(request, reply, session);
    },
  );
}

/** The session a body asks for; throws `invalidMessage` for options that exclude each other. */
function toSession(body: SessionCreateBody, project: ProjectRecord, ownZone: string | undefined): SessionRecord {
  // Relayed is OpenTok's default. Its media is routed too until relayed media exists; the record keeps what was asked for.
  const mediaMode = body['p2p.preference'] === 'disabled' ? 'routed' : 'relayed';
  const { archiveMode = 'manual', e2ee = false } = body;
  const problem = findProblem({ ...body, mediaMode, archiveMode, e2ee }, ownZone);
  if (problem !== undefined) throw invalidMessage(problem);
  const { archiveName, archiveResolution, minimumEncryption, maxConnections, zone } = body;
  const createdAt = Date.now();
  return {
    id: createSessionId(project.id, mediaMode, createdAt),
    projectId: project.id,
    createdAt,
    mediaMode,
    archiveMode,
    e2ee,
    ...(archiveName === undefined ? {} : { archiveName }),
    ...(archiveResolution === undefined ? {} : { archiveResolution }),
    ...(minimumEncryption === undefined ? {} : { minimumEncryption }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(zone === undefined ? {} : { zone }),
  };
}

type Wishes = SessionCreateBody & Pick<SessionRecord, 'mediaMode' | 'archiveMode' | 'e2ee'>;

/** What is wrong with wishes that are each right by themselves. */
function findProblem(wishes: Wishes, ownZone: string | undefined): string | undefined {
  const { mediaMode, archiveMode, archiveName, archiveResolution, e2ee, zone } = wishes;
  const relayed = mediaMode === 'relayed';
  const always = archiveMode === 'always';
  const problems: readonly [boolean, string][] = [
    [always && relayed, 'archiveMode: always needs a routed session.'],
    [always && e2ee, 'archiveMode: an end-to-end encrypted session cannot be archived.'],
    [e2ee && relayed, 'e2ee: end-to-end encryption needs a routed session.'],
    [archiveName !== undefined && !always, 'archiveName: only with archiveMode always.'],
    [archiveResolution !== undefined && !always, 'archiveResolution: only with archiveMode always.'],
    [
      zone !== undefined && zone !== ownZone,
      `zone: this server is in ${ownZone === undefined ? 'no zone' : `zone ${ownZone}`}.`,
    ],
  ];
  return problems.find(([applies]) => applies)?.[1];
}

function sendSession(request: FastifyRequest, reply: FastifyReply, session: SessionRecord): FastifyReply {
  reply.header('cache-control', 'no-store');
  const wantsJson = request.headers.accept?.includes('application/json') === true;
  const project = projectOf(request);
  // Vonage's SDKs read JSON only, and one of them does not ask for it.
  if (wantsJson || project.kind === 'application') {
    // Bytes, because Fastify would add a charset to the type of a text.
    return reply.header('content-type', 'application/json').send(toSessionJson(session, project));
  }
  return reply.type('text/xml; charset=utf-8').send(toSessionXml(session));
}
