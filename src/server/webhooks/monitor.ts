import type { SessionId } from '../../base/ids.ts';
import type { CallbackGroup } from '../../protocol/callbacks.ts';
import type { ConnectionInfo, EndReason, StreamInfo } from '../../protocol/model.ts';
import type { Fact } from '../sessions/facts.ts';
import type { PresenceRecord } from '../store-ports.ts';
import type { Happening } from './happening.ts';

/** A stream as callbacks describe it. */
interface StreamSubject {
  readonly id: string;
  readonly connection: ConnectionInfo;
  readonly createdAt: number;
  readonly name: string;
  readonly videoType?: string;
}

/** What is in a session, as far as it was told. */
interface Attendance {
  readonly connections: Map<string, ConnectionInfo>;
  readonly streams: Map<string, StreamSubject>;
}

type Kind = PresenceRecord['kind'];

/** Session monitoring: turns the facts of sessions into what OpenTok's callbacks tell; each beginning has one end. */
export class Monitor {
  readonly #projectOf: (sessionId: SessionId) => string;
  readonly #sessions = new Map<SessionId, Attendance>();

  constructor(deps: { projectOf: (sessionId: SessionId) => string }) {
    this.#projectOf = deps.projectOf;
  }

  /** What a fact means for callbacks, in order. */
  take(sessionId: SessionId, fact: Fact): Happening[] {
    switch (fact.fact) {
      case 'connectionCreated':
        return this.#connectionCreated(sessionId, fact.connection);
      case 'streamCreated':
        return this.#streamCreated(sessionId, fact.stream, fact.owner);
      case 'streamDestroyed':
        return this.#streamDestroyed(sessionId, fact.streamId, fact.reason);
      case 'connectionDestroyed':
        return this.#connectionDestroyed(sessionId, fact.connectionId, fact.reason);
      case 'draining':
        return [this.#notice(sessionId, fact.endsAtMs)];
      // A session that closes tells nothing else of who was in it.
      case 'expelled':
        return this.#expelled(sessionId, fact.connectionId, fact.reason);
      default:
        return [];
    }
  }

  /** The ends of what was in the sessions of a server that is gone, streams first. */
  end(presence: readonly PresenceRecord[]): Happening[] {
    const order: readonly Kind[] = ['stream', 'connection', 'session'];
    // Its people have come to this server already: it has not ended.
    const ended = presence.filter(({ sessionId, kind }) => kind !== 'session' || !this.#sessions.has(sessionId));
    const sorted = ended.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    return sorted.map(({ sessionId, kind, id, subject }) =>
      this.#left(sessionId, kind, { id, ...(kind !== 'session' && { [kind]: subject }) }, 'networkDisconnected'),
    );
  }

  #connectionCreated(sessionId: SessionId, connection: ConnectionInfo): Happening[] {
    const known = this.#sessions.get(sessionId);
    const attendance = known ?? { connections: new Map(), streams: new Map() };
    this.#sessions.set(sessionId, attendance);
    attendance.connections.set(connection.id, connection);
    const arrived = this.#arrived(sessionId, 'connection', connection.id, { connection });
    return known === undefined ? [this.#arrived(sessionId, 'session', sessionId, {}), arrived] : [arrived];
  }

  #streamCreated(sessionId: SessionId, { id, createdAt, properties }: StreamInfo, owner: ConnectionInfo): Happening[] {
    const { name, hasVideo, videoType } = properties;
    const stream = {
      id,
      connection: owner,
      createdAt,
      name,
      ...(hasVideo && videoType !== undefined && { videoType }),
    };
    this.#sessions.get(sessionId)?.streams.set(id, stream);
    return [this.#arrived(sessionId, 'stream', id, { stream })];
  }

  #streamDestroyed(sessionId: SessionId, id: string, reason: EndReason): Happening[] {
    const streams = this.#sessions.get(sessionId)?.streams;
    const stream = streams?.get(id);
    if (stream === undefined) return [];
    streams?.delete(id);
    return [this.#left(sessionId, 'stream', { id, stream }, reason)];
  }

  #connectionDestroyed(sessionId: SessionId, id: string, reason: EndReason): Happening[] {
    const attendance = this.#sessions.get(sessionId);
    const connection = attendance?.connections.get(id);
    if (attendance === undefined || connection === undefined) return [];
    attendance.connections.delete(id);
    const left = this.#left(sessionId, 'connection', { id, connection }, reason);
    if (attendance.connections.size > 0) return [left];
    this.#sessions.delete(sessionId);
    return [left, this.#left(sessionId, 'session', { id: sessionId }, reason)];
  }

  #expelled(sessionId: SessionId, id: string, reason: EndReason): Happening[] {
    const attendance = this.#sessions.get(sessionId);
    if (attendance?.connections.has(id) !== true) return [];
    const own = [...attendance.streams.values()].filter(({ connection }) => connection.id === id);
    return [
      ...own.flatMap((stream) => this.#streamDestroyed(sessionId, stream.id, reason)),
      ...this.#connectionDestroyed(sessionId, id, reason),
    ];
  }

  #notice(sessionId: SessionId, endsAt: number): Happening {
    const body = this.#toBody(sessionId, 'sessionNotification', { reason: 'serverRotation', endsAt });
    return { sessionId, group: 'session', event: 'notification', body };
  }

  #arrived(sessionId: SessionId, kind: Kind, id: string, subject: object): Happening {
    const [kept = {}] = Object.values(subject) as object[];
    return {
      ...this.#happening(sessionId, kind, 'created', subject),
      arrived: { sessionId, kind, id, subject: kept },
    };
  }

  #left(
    sessionId: SessionId,
    kind: Kind,
    { id, ...subject }: { id: string; stream?: object; connection?: object },
    reason: EndReason,
  ): Happening {
    return { ...this.#happening(sessionId, kind, 'destroyed', { reason, ...subject }), left: { kind, id } };
  }

  #happening(sessionId: SessionId, group: CallbackGroup & Kind, event: string, details: object): Happening {
    const name = `${group}${event.charAt(0).toUpperCase()}${event.slice(1)}`;
    return { sessionId, group, event, body: this.#toBody(sessionId, name, details) };
  }

  #toBody(sessionId: SessionId, event: string, details: object): object {
    return { sessionId, projectId: this.#projectOf(sessionId), event, timestamp: Date.now(), ...details };
  }
}
