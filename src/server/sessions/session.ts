import { type ConnectionId, createUuid, type SessionId, type StreamId, type SubscriptionId } from '../../base/ids.ts';
import { Machine } from '../../base/machine.ts';
import type { VideoSupply } from '../../protocol/media-messages.ts';
import type { Counts, EndReason, Permissions } from '../../protocol/model.ts';
import type { Welcome } from '../../protocol/notifications.ts';
import type { RequestData } from '../../protocol/requests.ts';
import { connectionLimit, notReady } from '../errors.ts';
import type { MemberMeasurement } from '../measurements.ts';
import type { Logger, MediaRoom, MemberTransports } from '../ports.ts';
import type { SessionRecord } from '../store-ports.ts';
import { Absences, type Loss } from './absences.ts';
import { CountsFeed } from './counts-feed.ts';
import type { FactListener } from './facts.ts';
import { SESSION_LIFECYCLE, type SessionInput, type SessionState } from './lifecycle.ts';
import type { Limits } from './limits.ts';
import { Member, type MemberToken } from './member.ts';
import { Moderation } from './moderation.ts';
import { Offers } from './offers.ts';
import { Publishing } from './publishing.ts';
import { Renewal, toRenewedMedia } from './renewal.ts';
import { Roster } from './roster.ts';
import { Signals } from './signals.ts';
import type { Stream } from './stream.ts';
import { Subscribing } from './subscribing.ts';

/** How long an empty session is `draining` before its room is closed. */
const DRAINING_MS = 1_000;

/** What a session needs. */
export interface SessionDeps {
  readonly record: SessionRecord;
  readonly room: MediaRoom;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly onFact: FactListener;
  /** Connections in all sessions of its project. */
  readonly projectConnections: () => number;
  /** Called once, when it has closed. */
  readonly onClosed: () => void;
}

/** Who wants to join. */
export interface SeatOptions {
  readonly permissions: Permissions;
  readonly connectionData: string;
  readonly connectionEvents: boolean;
  readonly anticipates: boolean;
  /** Round trip to the client, as far as it is known. */
  readonly roundTripMs: () => number | undefined;
  /** What its streams begin with. */
  readonly layoutClasses?: readonly string[];
  /** The token it came with. */
  readonly token: MemberToken;
}

/** A place kept for a connection on its way in: its transports are ready, nobody has been told yet. */
export interface Seat {
  readonly member: Member;
  readonly transports: MemberTransports;
  /** Gives the place back when the connection does not come. Idempotent; harmless after {@link Session.join}. */
  release(): void;
}

/** What of `welcome` the session knows. */
export type SessionWelcome = Omit<Welcome, 'protocol' | 'ticket' | 'iceServers'>;

/** One open session: the truth about who is in it and what they may do. Facts are told synchronously with each change, so that their order is the changes' order. */
export class Session {
  readonly publishing: Publishing;
  readonly subscribing: Subscribing;
  readonly moderation: Moderation;
  readonly signals: Signals;
  readonly renewal: Renewal;
  readonly #deps: SessionDeps;
  readonly #machine = new Machine<SessionState, SessionInput>(SESSION_LIFECYCLE, 'open');
  readonly #roster: Roster;
  readonly #counts: CountsFeed;
  readonly #offers: Offers;
  readonly #absences: Absences;
  readonly #seats = new Set<Seat>();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    const { room, limits, logger, record } = deps;
    const tell = (fact: Parameters<FactListener>[1]) => deps.onFact(record.id, fact);
    const roster: Roster = new Roster((streamId) => this.#counts.changed(streamId));
    this.#roster = roster;
    this.#counts = new CountsFeed({ windowMs: limits.countsWindowMs, roster, tell });
    this.#offers = new Offers({ room, roster, limits, logger });
    const mutesNewcomers = () => this.moderation.mutesNewcomers;
    this.publishing = new Publishing({
      room,
      roster,
      offers: this.#offers,
      limits,
      feed: this.#counts,
      mutesNewcomers,
      tell,
    });
    this.subscribing = new Subscribing({ room, roster, limits });
    this.signals = new Signals({ roster, limits, tell });
    this.renewal = new Renewal({ room, roster, subscribing: this.subscribing, logger, tell });
    this.#absences = new Absences({
      room,
      roster,
      graceMs: { closed: limits.closedGraceMs, silent: limits.silentGraceMs },
      leave: (member, reason) => this.leave(member, reason),
    });
    const remove = (member: Member) => this.leave(member, 'forceDisconnected');
    this.moderation = new Moderation({ room, roster, publishing: this.publishing, tell, remove });
  }

  get id(): SessionId {
    return this.#deps.record.id;
  }

  /** The project it belongs to. */
  get projectId(): string {
    return this.#deps.record.projectId;
  }

  /** How it was created. */
  get record(): SessionRecord {
    return this.#deps.record;
  }

  get closed(): boolean {
    return this.#machine.is('closed');
  }

  /** Connections it has, those on their way in among them. */
  get places(): number {
    return this.#roster.members.size + this.#seats.size;
  }

  get members(): ReadonlyMap<ConnectionId, Member> {
    return this.#roster.members;
  }

  get streams(): ReadonlyMap<StreamId, Stream> {
    return this.#roster.streams;
  }

  get counts(): Counts {
    return this.#roster.counts;
  }

  /** Begins: a session nobody comes to is closed after a while. */
  open(): void {
    this.#onMembersChanged();
  }

  /** Keeps a place and prepares its media. Throws `connectionLimit`, or `notReady` when the session has just closed. */
  async reserve(options: SeatOptions): Promise<Seat> {
    const { room, record, limits } = this.#deps;
    this.#checkOpen();
    const limit = record.maxConnections ?? limits.connectionsPerSession;
    if (this.places >= limit) throw connectionLimit(`This session may have ${limit} connections and is full.`);
    if (this.#deps.projectConnections() >= limits.connectionsPerProject) {
      throw connectionLimit(`This project may have ${limits.connectionsPerProject} connections at a time.`);
    }
    const member = new Member({
      info: { id: createUuid(), createdAt: Date.now(), data: options.connectionData },
      permissions: options.permissions,
      connectionEvents: options.connectionEvents,
      anticipates: options.anticipates,
      roundTripMs: options.roundTripMs,
      token: options.token,
      ...(options.layoutClasses !== undefined && { layoutClasses: options.layoutClasses }),
    });
    let transports: Seat['transports'] = {};
    const seat: Seat = {
      member,
      get transports() {
        return transports;
      },
      release: () => {
        if (!this.#seats.delete(seat)) return;
        room.closeMember(member.id);
        this.#onMembersChanged();
      },
    };
    this.#seats.add(seat);
    this.#onMembersChanged();
    try {
      transports = await room.openMember(member.id, member.media);
      this.#checkOpen();
    } catch (error) {
      seat.release();
      throw error;
    }
    return seat;
  }

  /** Takes a reserved place: from now on the member is in the session. Throws `notReady` when it has closed meanwhile. */
  join(seat: Seat): SessionWelcome {
    if (this.closed || !this.#seats.delete(seat)) throw notReady('The session has just closed; join again.');
    const { member, transports } = seat;
    const { room, record, onFact } = this.#deps;
    const others = [...this.#roster.members.values()];
    const streams = [...this.#roster.streams.values()];
    this.#roster.addMember(member);
    member.countsVersion = this.#roster.counts.version;
    const counts = this.#counts.carry((other) => other.connectionEvents && other !== member);
    const { info, permissions } = member;
    onFact(record.id, { fact: 'connectionCreated', connection: info, permissions, counts });
    const owners = new Set(streams.map(({ owner }) => owner));
    return {
      connection: member.info,
      permissions: member.permissions,
      ...(record.minimumEncryption !== undefined && { minimumEncryption: record.minimumEncryption }),
      connections: member.connectionEvents ? others.map(({ info }) => info) : [],
      streams: streams.map(({ info }) => info),
      ...(!member.connectionEvents && { owners: others.filter(({ id }) => owners.has(id)).map(({ info }) => info) }),
      counts: this.#roster.counts,
      ...(this.moderation.mutesNewcomers && { muteForced: true }),
      routerRtpCapabilities: room.rtpCapabilities,
      ...toRenewedMedia(transports),
    };
  }

  /** A member's line is cut: it counts no more, and may come {@link back} within a while. */
  lose(member: Member, loss: Loss): void {
    if (!this.closed && this.#roster.members.get(member.id) === member) this.#absences.begin(member, loss);
  }

  /** A member whose line was cut is here again; false when it has left meanwhile. */
  back(member: Member): boolean {
    if (this.closed || this.#roster.members.get(member.id) !== member) return false;
    this.#absences.end(member);
    return true;
  }

  /** A member has gone, for `reason`: its streams end first, then its connection. */
  leave(member: Member, reason: EndReason): void {
    if (this.closed || this.#roster.members.get(member.id) !== member) return;
    this.#absences.forget(member);
    this.publishing.endAll(member, reason);
    this.#roster.removeMember(member);
    this.#deps.room.closeMember(member.id);
    const counts = this.#counts.carry(({ connectionEvents }) => connectionEvents);
    this.#deps.onFact(this.id, { fact: 'connectionDestroyed', connectionId: member.id, reason, counts });
    this.#onMembersChanged();
  }

  /** Completes a member's transports. Throws `conflict`, `invalidMessage`. */
  async connectTransports(member: Member, data: RequestData<'connectTransports'>): Promise<void> {
    await this.#deps.room.connectTransports(member.id, data.dtlsParameters, data.rtpCapabilities);
  }

  /** The media server lost everything: it begins anew under the same ids, or ends the session when it cannot. */
  onMediaLost(): void {
    if (this.closed) return;
    this.#deps.onFact(this.id, { fact: 'mediaLost' });
    this.renewal.renewAll().catch((error: unknown) => {
      this.#deps.logger.error({ err: error }, 'the media of a session could not be renewed');
      this.close('serverRotation');
    });
  }

  /** Bytes that have come in of a stream; undefined when its media is not there now. */
  async countReceivedBytes(streamId: StreamId): Promise<number | undefined> {
    return this.closed ? undefined : await this.#deps.room.countReceivedBytes(streamId);
  }

  /** How a member's media gets on; undefined when it has none. */
  async measure(connectionId: ConnectionId): Promise<MemberMeasurement | undefined> {
    return this.closed ? undefined : await this.#deps.room.measure(connectionId);
  }

  /** The media server closed a member's media because its suite is too weak. */
  onMediaRefused(connectionId: ConnectionId): void {
    const member = this.#roster.members.get(connectionId);
    const { minimumEncryption } = this.#deps.record;
    if (member === undefined || minimumEncryption === undefined) return;
    member.refused = true;
    this.publishing.endAll(member, 'mediaStopped');
    this.subscribing.endAll(member);
    this.#deps.onFact(this.id, { fact: 'encryptionRefused', connectionId, required: minimumEncryption });
  }

  /** A viewer's line has room for more, or less, of a picture: it is told, unless the stream's publisher does not want that. */
  onSupplied(connectionId: ConnectionId, subscriptionId: SubscriptionId, supply: VideoSupply): void {
    const subscription = this.#roster.members.get(connectionId)?.subscriptions.get(subscriptionId);
    const stream = subscription && this.#roster.streams.get(subscription.streamId);
    if (stream === undefined || stream.info.properties.audioFallback === false) return;
    this.#deps.onFact(this.id, { fact: 'videoSupplyChanged', connectionId, subscriptionId, supply });
  }

  /** Sends everyone away and closes. Idempotent. */
  close(reason: EndReason): void {
    if (!this.#machine.send('close')) return;
    this.#end();
    for (const { id } of [...this.#roster.members.values()]) {
      this.#deps.onFact(this.id, { fact: 'expelled', connectionId: id, reason });
    }
  }

  /** An empty session is closed after a while; whoever comes before that finds it warm. */
  #onMembersChanged(): void {
    clearTimeout(this.#timer);
    if (this.places > 0) {
      this.#machine.send('joined');
      return;
    }
    if (this.closed) return;
    this.#timer = setTimeout(() => {
      this.#machine.send('idleTimeout');
      this.#timer = setTimeout(() => {
        if (this.#machine.send('timeout')) this.#end();
      }, DRAINING_MS);
    }, this.#deps.limits.idleTimeoutMs);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#counts.close();
    this.#offers.close();
    this.#absences.close();
    this.#deps.room.close();
    this.#deps.onClosed();
  }

  #checkOpen(): void {
    if (this.closed) throw notReady('The session has just closed; join again.');
  }
}
