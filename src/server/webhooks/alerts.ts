import type { ConnectionId, SessionId, StreamId } from '../../base/ids.ts';
import { type AlertName, WAITING_ALERTS } from '../../protocol/callbacks.ts';
import type { WireErrorCode } from '../../protocol/error-codes.ts';
import type { ConnectionInfo, Permissions, StreamInfo } from '../../protocol/model.ts';
import type { Fact } from '../sessions/facts.ts';
import type { CallbackRecord } from '../store-ports.ts';
import type { Happening } from './happening.ts';
import { Throttle } from './throttle.ts';

/** What alerts need. */
export interface AlertsDeps {
  readonly projectOf: (sessionId: SessionId) => string;
  /** Callbacks of a project that want an alert. */
  readonly wanting: (projectId: string, alert: AlertName) => readonly CallbackRecord[];
  /** Bytes that have come in of a stream; undefined when its media is not there. */
  readonly countReceivedBytes: (sessionId: SessionId, streamId: StreamId) => Promise<number | undefined>;
  readonly raise: (happening: Happening) => void;
}

/** Somebody in a session, with what waits to become an alert. */
interface Watched {
  readonly info: ConnectionInfo;
  readonly mayPublish: boolean;
  readonly streams: Map<string, { info: StreamInfo; timers: NodeJS.Timeout[]; audio: boolean; video: boolean }>;
  timers: NodeJS.Timeout[];
}

/** Refusals of a handshake that are about who may come in; the rest is about the client's own mistakes. */
const REFUSALS: Readonly<Partial<Record<WireErrorCode, AlertName>>> = {
  authenticationFailed: 'connectionRefused',
  connectionLimit: 'sessionFull',
};

/** Watches sessions for what somebody should know of: who is there and publishes nothing, who is kept out, what does not arrive. */
export class Alerts {
  readonly #deps: AlertsDeps;
  readonly #sessions = new Map<SessionId, Map<ConnectionId, Watched>>();
  readonly #refusals = new Throttle();

  constructor(deps: AlertsDeps) {
    this.#deps = deps;
  }

  /** Takes a fact of a session. */
  take(sessionId: SessionId, fact: Fact): void {
    switch (fact.fact) {
      case 'connectionCreated':
        this.#begin(sessionId, fact.connection, fact.permissions);
        break;
      case 'connectionDestroyed':
      case 'expelled':
        this.#end(sessionId, fact.connectionId);
        break;
      case 'streamCreated':
        this.#streamCreated(sessionId, fact.stream);
        break;
      case 'streamDestroyed':
        this.#streamDestroyed(sessionId, fact.owner, fact.streamId);
        break;
      case 'streamUpdated': {
        const stream = this.#find(sessionId, fact.owner)?.streams.get(fact.streamId);
        if (stream === undefined) break;
        stream.audio = fact.changes.hasAudio ?? stream.audio;
        stream.video = fact.changes.hasVideo ?? stream.video;
        break;
      }
      case 'encryptionRefused': {
        const connection = this.#find(sessionId, fact.connectionId)?.info;
        this.#raise(sessionId, 'encryptionTooWeak', { required: fact.required, connection });
        break;
      }
      case 'mediaLost':
        this.#raise(sessionId, 'workerLost', {});
        break;
      default:
        break;
    }
  }

  /** Somebody was refused at the door. Anybody can cause that, so it is told once in a while, with how often it was. */
  refused(sessionId: SessionId, code: WireErrorCode): void {
    const alert = REFUSALS[code];
    if (alert === undefined) return;
    if (this.#deps.wanting(this.#deps.projectOf(sessionId), alert).length === 0) return;
    this.#refusals.count(`${alert} ${sessionId}`, (count) => this.#raise(sessionId, alert, { count }));
  }

  /** Stops watching. Idempotent. */
  close(): void {
    for (const [sessionId, connections] of this.#sessions) {
      for (const id of [...connections.keys()]) this.#end(sessionId, id);
    }
    this.#refusals.close();
  }

  #begin(sessionId: SessionId, info: ConnectionInfo, { publish }: Permissions): void {
    const watched: Watched = { info, mayPublish: publish, streams: new Map(), timers: [] };
    const connections = this.#sessions.get(sessionId) ?? new Map<ConnectionId, Watched>();
    this.#sessions.set(sessionId, connections.set(info.id as ConnectionId, watched));
    this.#waitForStream(sessionId, watched);
  }

  #end(sessionId: SessionId, connectionId: ConnectionId): void {
    const connections = this.#sessions.get(sessionId);
    const watched = connections?.get(connectionId);
    if (watched === undefined) return;
    connections?.delete(connectionId);
    if (connections?.size === 0) this.#sessions.delete(sessionId);
    stop(watched.timers);
    for (const { timers } of watched.streams.values()) stop(timers);
  }

  #streamCreated(sessionId: SessionId, info: StreamInfo): void {
    const watched = this.#find(sessionId, info.connectionId);
    if (watched === undefined) return;
    stop(watched.timers);
    const { hasAudio, hasVideo } = info.properties;
    const stream = { info, timers: [] as NodeJS.Timeout[], audio: hasAudio, video: hasVideo };
    watched.streams.set(info.id, stream);
    for (const [seconds, ids] of groupBySeconds(this.#waiting(sessionId, 'streamWithoutMedia'))) {
      let before = 0;
      const look = async (): Promise<void> => {
        const bytes = await this.#deps.countReceivedBytes(sessionId, info.id as StreamId).catch(() => undefined);
        const silent = bytes === undefined || bytes === before;
        before = bytes ?? 0;
        if (!silent || !(stream.audio || stream.video) || watched.streams.get(info.id) !== stream) return;
        const silence = { seconds, stream: { id: info.id, connection: watched.info } };
        for (const id of ids) this.#raise(sessionId, 'streamWithoutMedia', silence, id);
      };
      stream.timers.push(setInterval(() => void look(), seconds * 1000));
    }
  }

  #streamDestroyed(sessionId: SessionId, owner: ConnectionId, streamId: string): void {
    const watched = this.#find(sessionId, owner);
    const stream = watched?.streams.get(streamId);
    if (watched === undefined || stream === undefined) return;
    stop(stream.timers);
    watched.streams.delete(streamId);
    if (watched.streams.size === 0) this.#waitForStream(sessionId, watched);
  }

  #waitForStream(sessionId: SessionId, watched: Watched): void {
    const { info, mayPublish } = watched;
    watched.timers = this.#waiting(sessionId, 'notPublishing').map(({ id, seconds }) =>
      setTimeout(() => {
        this.#raise(sessionId, 'notPublishing', { seconds, mayPublish, connection: info }, id);
      }, seconds * 1000),
    );
  }

  #waiting(sessionId: SessionId, alert: AlertName): { id: string; seconds: number }[] {
    const callbacks = this.#deps.wanting(this.#deps.projectOf(sessionId), alert);
    return callbacks.map(({ id, afterSeconds }) => ({ id, seconds: afterSeconds ?? WAITING_ALERTS[alert] ?? 0 }));
  }

  #find(sessionId: SessionId, connectionId: string): Watched | undefined {
    return this.#sessions.get(sessionId)?.get(connectionId as ConnectionId);
  }

  #raise(sessionId: SessionId, alert: AlertName, details: object, callbackId?: string): void {
    const projectId = this.#deps.projectOf(sessionId);
    const body = { sessionId, projectId, event: 'alert', alert, timestamp: Date.now(), ...details };
    this.#deps.raise({
      sessionId,
      group: 'alert',
      event: alert,
      body,
      ...(callbackId !== undefined && { callbackId }),
    });
  }
}

/** Callbacks that wait equally long share a look at the media. */
function groupBySeconds(waiting: readonly { id: string; seconds: number }[]): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const { id, seconds } of waiting) groups.set(seconds, [...(groups.get(seconds) ?? []), id]);
  return groups;
}

function stop(timers: NodeJS.Timeout[]): void {
  for (const timer of timers.splice(0)) clearTimeout(timer);
}
