import type { FastifyRequest } from 'fastify';
import type { SessionId } from '../../base/ids.ts';
import { notFound } from '../errors.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import type { Session } from '../sessions/session.ts';
import type { SessionRecord, SessionStore } from '../store-ports.ts';
import { projectOf } from './authentication.ts';

/** A session in a request's path: what is kept of it, and the session itself when somebody is in it. */
export interface FoundSession {
  readonly record: SessionRecord;
  readonly live: Session | undefined;
}

/** Finds the sessions that requests name. */
export class SessionDirectory {
  readonly #sessions: Pick<SessionStore, 'find'>;
  readonly #registry: Pick<SessionRegistry, 'find' | 'open'>;

  constructor(deps: { sessions: Pick<SessionStore, 'find'>; registry: Pick<SessionRegistry, 'find' | 'open'> }) {
    this.#sessions = deps.sessions;
    this.#registry = deps.registry;
  }

  /** The session in the path. Throws `notFound`, also for those of other projects: both look the same. */
  async find(request: FastifyRequest): Promise<FoundSession> {
    const { sessionId } = request.params as { sessionId: string };
    const record = await this.#sessions.find(sessionId);
    if (record === undefined || record.projectId !== projectOf(request).id) {
      throw notFound('There is no such session in this project.');
    }
    return this.look(record);
  }

  /** What is kept of a session, with the session itself when somebody is in it. */
  async look(record: SessionRecord): Promise<FoundSession> {
    return { record, live: await this.#registry.find(record.id as SessionId) };
  }

  /** The session in the path, for what only somebody who is in it has. Throws `notFound`, also when nobody is. */
  async findLive(request: FastifyRequest): Promise<Session> {
    const { live } = await this.find(request);
    if (live === undefined) throw notFound('Nobody is in this session: it has no connections and no streams.');
    return live;
  }

  /** The session in the path, opened when nobody is in it; then it stays for a while. */
  async open(request: FastifyRequest): Promise<Session> {
    const { record, live } = await this.find(request);
    return live ?? (await this.#registry.open(record));
  }
}
