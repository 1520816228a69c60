import type { ConnectionInfo, StreamInfo, StreamProperties } from '../../protocol/model.ts';
import type { NotificationData } from '../../protocol/notifications.ts';
import { Connection } from '../model/connection.ts';
import type { SessionCounts } from '../model/counts.ts';
import { Stream } from '../model/stream.ts';
import type { StreamProperty, StreamPropertyChange } from './events.ts';

const NO_COUNTS: SessionCounts = { version: 0, connections: 0, publishers: 0, subscribers: 0, subscribingOnly: 0 };
const ANNOUNCED: readonly StreamProperty[] = ['hasAudio', 'hasVideo', 'videoDimensions'];

/** What is different after joining anew; own streams are not among those that are gone. */
export interface RosterChanges {
  readonly goneStreams: readonly Stream[];
  readonly goneConnections: readonly Connection[];
  readonly newConnections: readonly Connection[];
  readonly newStreams: readonly Stream[];
  readonly changes: readonly StreamPropertyChange[];
}

/** Who is in the session and what they publish, as the server told it; emits nothing. */
export class Roster {
  readonly #connections = new Map<string, Connection>();
  readonly #streams = new Map<string, Stream>();
  /** Owners of streams the client did not want connection events for. */
  readonly #owners = new Map<string, Connection>();
  #self: Connection | null = null;
  #counts = NO_COUNTS;

  get connections(): ReadonlyMap<string, Connection> {
    return this.#connections;
  }
  get streams(): ReadonlyMap<string, Stream> {
    return this.#streams;
  }
  /** The own connection. */
  get self(): Connection | null {
    return this.#self;
  }
  get counts(): SessionCounts {
    return this.#counts;
  }

  /** Those of {@link connections} that publish nothing. */
  get connectionsNotPublishing(): Connection[] {
    const publishing = new Set([...this.#streams.values()].map((stream) => stream.connection.connectionId));
    return [...this.#connections.values()].filter(({ connectionId }) => !publishing.has(connectionId));
  }

  /** Starts over with what the welcome says. */
  enter(welcome: NotificationData<'welcome'>): void {
    this.leave();
    this.#self = this.addConnection(welcome.connection);
    for (const info of welcome.connections) this.addConnection(info);
    for (const info of welcome.owners ?? []) this.#addOwner(info);
    for (const info of welcome.streams) this.addStream(info);
    this.#counts = welcome.counts;
  }

  /** Takes what another welcome says, as another connection, and lists what is different; what is still there stays the same object. */
  reenter(welcome: NotificationData<'welcome'>): RosterChanges {
    const known = new Set([welcome.connection, ...welcome.connections].map(({ id }) => id));
    const published = new Map(welcome.streams.map((info) => [info.id, info]));
    const own = this.#self?.connectionId;
    const goneStreams = [...this.#streams.values()].filter(({ streamId }) => !published.has(streamId));
    for (const { streamId } of goneStreams) this.removeStream(streamId);
    const goneConnections = [...this.#connections.values()].filter(({ connectionId }) => !known.has(connectionId));
    for (const { connectionId } of goneConnections) this.#connections.delete(connectionId);
    const newConnections = [welcome.connection, ...welcome.connections]
      .filter(({ id }) => !this.#connections.has(id))
      .map((info) => this.addConnection(info));
    this.#self = this.#connections.get(welcome.connection.id) ?? null;
    for (const info of welcome.owners ?? []) if (!this.#owners.has(info.id)) this.#addOwner(info);
    const changes: StreamPropertyChange[] = [];
    const newStreams: Stream[] = [];
    for (const info of published.values()) {
      if (this.#streams.has(info.id)) {
        changes.push(...this.updateStream(info.id, info.properties));
        this.setSubscriberCount(info.id, info.subscriberCount);
      } else {
        const stream = this.addStream(info);
        if (stream !== undefined) newStreams.push(stream);
      }
    }
    this.#counts = welcome.counts;
    const others = goneStreams.filter(({ connection }) => connection.connectionId !== own);
    return { goneStreams: others, goneConnections, newConnections, newStreams, changes };
  }

  /** Forgets everything. */
  leave(): void {
    for (const map of [this.#connections, this.#streams, this.#owners]) map.clear();
    this.#self = null;
    this.#counts = NO_COUNTS;
  }

  addConnection(info: ConnectionInfo): Connection {
    const connection = new Connection(info);
    this.#connections.set(info.id, connection);
    return connection;
  }

  removeConnection(id: string): Connection | undefined {
    const connection = this.#connections.get(id);
    this.#connections.delete(id);
    return connection;
  }

  /** The connection of that id, one that signals or publishes without being announced included. */
  findConnection(id: string): Connection | undefined {
    return this.#connections.get(id) ?? this.#owners.get(id);
  }

  /** Adds a stream; undefined when its connection is unknown (the server announces connections first). */
  addStream(info: StreamInfo, owner?: ConnectionInfo): Stream | undefined {
    const connection = this.findConnection(info.connectionId) ?? (owner && this.#addOwner(owner));
    if (connection === undefined) return undefined;
    const stream = new Stream(info, connection);
    this.#streams.set(info.id, stream);
    return stream;
  }

  removeStream(id: string): Stream | undefined {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    const ownerId = stream?.connection.connectionId ?? '';
    const publishesMore = [...this.#streams.values()].some(({ connection }) => connection.connectionId === ownerId);
    if (!publishesMore) this.#owners.delete(ownerId);
    return stream;
  }

  /** Applies what changed of a stream and lists what is different now. */
  updateStream(id: string, changes: Partial<StreamProperties>): StreamPropertyChange[] {
    const stream = this.#streams.get(id);
    if (stream === undefined) return [];
    const before = ANNOUNCED.map((changedProperty) => ({ changedProperty, oldValue: stream[changedProperty] }));
    stream.update(changes);
    return before
      .map((change) => ({ stream, ...change, newValue: stream[change.changedProperty] }))
      .filter(({ oldValue, newValue }) => JSON.stringify(oldValue) !== JSON.stringify(newValue));
  }

  /** Takes newer counts; false when these are older than what is known. */
  updateCounts(counts: SessionCounts): boolean {
    if (counts.version <= this.#counts.version) return false;
    this.#counts = counts;
    return true;
  }

  /** Sets a stream's subscriber count; the stream when it changed. */
  setSubscriberCount(id: string, subscriberCount: number): Stream | undefined {
    const stream = this.#streams.get(id);
    if (stream === undefined || stream.subscriberCount === subscriberCount) return undefined;
    stream.setSubscriberCount(subscriberCount);
    return stream;
  }

  #addOwner(info: ConnectionInfo): Connection {
    const connection = new Connection(info);
    this.#owners.set(info.id, connection);
    return connection;
  }
}
