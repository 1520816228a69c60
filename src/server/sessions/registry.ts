import type { SessionId } from '../../base/ids.ts';
import { draining } from '../errors.ts';
import type { Logger, MediaPlane, MediaRoomEvents } from '../ports.ts';
import type { SessionRecord } from '../store-ports.ts';
import type { Fact, FactListener } from './facts.ts';
import type { Limits } from './limits.ts';
import { Session } from './session.ts';

/** What the registry needs. */
export interface SessionRegistryDeps {
  readonly mediaPlane: MediaPlane;
  readonly limits: Limits;
  readonly logger: Logger;
}

/** The open sessions of this server, by id. */
export class SessionRegistry {
  readonly #deps: SessionRegistryDeps;
  readonly #sessions = new Map<SessionId, Promise<Session>>();
  readonly #open = new Set<Session>();
  readonly #listeners = new Set<FactListener>();
  #draining = false;

  constructor(deps: SessionRegistryDeps) {
    this.#deps = deps;
  }

  /** Whether nobody new is taken. */
  get draining(): boolean {
    return this.#draining;
  }

  /** Adds a listener for the facts of all sessions; the function returned removes it. */
  onFact(listener: FactListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The open session with this id, opened now if it is not. Throws `draining`. */
  async open(record: SessionRecord): Promise<Session> {
    if (this.#draining) throw draining('This server is going down; join again in a moment.');
    const known = this.#sessions.get(record.id);
    if (known !== undefined) return known;
    const opening = this.#create(record, () => this.#forget(record.id, opening));
    this.#sessions.set(record.id, opening);
    // A session that could not be opened is tried anew by the next who wants it.
    opening.catch(() => this.#forget(record.id, opening));
    return opening;
  }

  /** The session with this id when it is open; it is not opened for that. */
  async find(id: SessionId): Promise<Session | undefined> {
    const session = await this.#sessions.get(id)?.catch(() => undefined);
    return session?.closed === false ? session : undefined;
  }

  /** Connections in the open sessions of a project. */
  connectionsOf(projectId: string): number {
    let connections = 0;
    for (const session of this.#open) if (session.projectId === projectId) connections += session.places;
    return connections;
  }

  /** The open sessions. */
  list(): Session[] {
    return [...this.#open];
  }

  /** Takes nobody new from now on, and tells each session that it ends at `endsAtMs` (since the epoch) at the latest. Idempotent. */
  async beginDrain(endsAtMs: number): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    for (const { id } of this.list()) this.#tell(id, { fact: 'draining', endsAtMs });
  }

  /** Takes nobody new and sends everyone away. Idempotent. */
  async drain(): Promise<void> {
    await this.beginDrain(Date.now());
    await Promise.allSettled(this.#sessions.values());
    for (const session of this.list()) session.close('serverRotation');
  }

  async #create(record: SessionRecord, onClosed: () => void): Promise<Session> {
    const { mediaPlane, limits, logger } = this.#deps;
    let session: Session | undefined;
    let lost = false;
    const events: MediaRoomEvents = {
      lost: () => {
        lost = true;
        session?.onMediaLost();
      },
      secured: (_connectionId, direction, suite) => logger.debug({ direction, suite }, 'media is encrypted'),
      supplied: (...change) => session?.onSupplied(...change),
      refused: (connectionId) => session?.onMediaRefused(connectionId),
    };
    const { id, minimumEncryption } = record;
    const room = await mediaPlane.openRoom({
      sessionId: id,
      ...(minimumEncryption !== undefined && { minimumEncryption }),
      events,
    });
    const onFact: FactListener = (sessionId, fact) => this.#tell(sessionId, fact);
    const opened = new Session({
      record,
      room,
      limits,
      logger,
      onFact,
      projectConnections: () => this.connectionsOf(record.projectId),
      onClosed: () => {
        this.#open.delete(opened);
        onClosed();
      },
    });
    session = opened;
    this.#open.add(session);
    session.open();
    if (this.#draining) session.close('serverRotation');
    else if (lost) session.onMediaLost();
    return session;
  }

  #forget(id: SessionId, opening: Promise<Session>): void {
    if (this.#sessions.get(id) === opening) this.#sessions.delete(id);
  }

  #tell(sessionId: SessionId, fact: Fact): void {
    for (const listener of this.#listeners) listener(sessionId, fact);
  }
}
