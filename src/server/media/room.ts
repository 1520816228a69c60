import { setImmediate, setTimeout } from 'node:timers/promises';
import type { types } from 'mediasoup';
import type { ConnectionId, StreamId, SubscriptionId } from '../../base/ids.ts';
import type { ConsumerInfo, DtlsParameters, IceParameters, RtpCapabilities } from '../../protocol/media-messages.ts';
import { conflict, notFound, notSupported } from '../errors.ts';
import type { MemberMeasurement } from '../measurements.ts';
import type {
  Logger,
  MediaRoom,
  MediaRoomOptions,
  MemberMediaOptions,
  MemberTransports,
  SubscriptionChanges,
  Track,
} from '../ports.ts';
import { toClientCapabilities } from './codecs.ts';
import { SubscriptionMedia } from './consumers.ts';
import { fromGone } from './from-mediasoup.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import type { Picture } from './layers.ts';
import { MemberMedia } from './members.ts';
import { openStream, type StreamMedia } from './producers.ts';
import { createTransport, MemberTransport } from './transports.ts';
import type { MediaWorker } from './workers.ts';

/** Packets of somebody who is gone may still be on their way for this long. */
const LINGER_MS = 200;
/** Pictures are sent, and answered with feedback, many times in this time. */
const LISTEN_MS = 250;

/** What a room needs. */
export interface RoomDeps extends MediaRoomOptions {
  readonly home: RoomHome;
  /** Another home, on a worker that lives. Throws `draining` when none comes up. */
  readonly findHome: () => Promise<RoomHome>;
  readonly logger: Logger;
}

/** Where a room is: a router of its own on one worker. */
export interface RoomHome {
  readonly router: types.Router;
  readonly worker: MediaWorker;
}

interface Stream {
  readonly owner: ConnectionId;
  readonly media: StreamMedia;
  readonly viewers: Set<SubscriptionMedia>;
}

/** The routed media of one session on one router. */
export class Room implements MediaRoom {
  readonly rtpCapabilities: RtpCapabilities;
  readonly #deps: RoomDeps;
  readonly #members = new Map<ConnectionId, MemberMedia>();
  readonly #streams = new Map<StreamId, Stream>();
  #home: RoomHome;
  #keyFrameRequests: KeyFrameRequests;
  #closed = false;

  constructor(deps: RoomDeps) {
    this.#deps = deps;
    this.rtpCapabilities = toClientCapabilities(deps.home.router.rtpCapabilities);
    this.#home = deps.home;
    this.#keyFrameRequests = this.#moveTo(deps.home);
  }

  async reopen(): Promise<void> {
    const home = await this.#deps.findHome();
    if (this.#closed) {
      home.router.close();
      throw fromGone();
    }
    this.#keyFrameRequests = this.#moveTo(home);
  }

  async openMember(connectionId: ConnectionId, options: MemberMediaOptions): Promise<MemberTransports> {
    if (this.#closed) throw fromGone();
    const home = this.#home;
    const { router, worker } = home;
    const create = (wanted: boolean) => (wanted ? createTransport(router, worker.webRtcServer) : undefined);
    const [sendTransport, recvTransport] = await Promise.all([create(options.send), create(options.recv)]);
    if (this.#closed || this.#home !== home || router.closed) throw fromGone();
    this.closeMember(connectionId);
    const send = sendTransport && this.#watch(connectionId, 'send', sendTransport);
    const recv = recvTransport && this.#watch(connectionId, 'recv', recvTransport);
    this.#members.set(
      connectionId,
      new MemberMedia({ id: connectionId, send, recv, roundTripMs: options.roundTripMs }),
    );
    const server = (send ?? recv)?.server;
    return {
      ...(server !== undefined && { server }),
      ...(send !== undefined && { send: send.info }),
      ...(recv !== undefined && { recv: recv.info }),
    };
  }

  async connectTransports(
    connectionId: ConnectionId,
    dtlsParameters: DtlsParameters,
    rtpCapabilities: RtpCapabilities,
  ): Promise<void> {
    await this.#member(connectionId).connect(dtlsParameters, rtpCapabilities);
  }

  async restartIce(connectionId: ConnectionId): Promise<{ send?: IceParameters; recv?: IceParameters }> {
    return await this.#member(connectionId).restartIce();
  }

  canReceive(connectionId: ConnectionId): boolean {
    return this.#members.get(connectionId)?.canReceive ?? false;
  }

  async publish(connectionId: ConnectionId, streamId: StreamId, tracks: readonly Track[]): Promise<void> {
    const member = this.#member(connectionId);
    const media = await openStream(member.sending, tracks, {
      ask: (producerId) => this.#keyFrameRequests.ask(producerId),
      roundTripMs: member.roundTripMs,
    });
    if (member.closed || member.refused) {
      media.close();
      // Throws for a refused member.
      void member.sending;
      throw fromGone();
    }
    this.#streams.set(streamId, { owner: connectionId, media, viewers: new Set() });
  }

  async listenTo(connectionId: ConnectionId): Promise<'heard' | 'silent' | 'unclear'> {
    const member = this.#members.get(connectionId);
    if (member === undefined || !member.connected) return 'silent';
    await setTimeout(LINGER_MS);
    const before = await member.countReceivedBytes();
    await setTimeout(LISTEN_MS);
    if ((await member.countReceivedBytes()) > before) return 'heard';
    const sends = [...this.#streams.values()].some(({ owner, media }) => owner === connectionId && media.videoFlows);
    const watches = [...member.subscriptions.values()].some(({ videoFlows }) => videoFlows);
    return sends || watches ? 'silent' : 'unclear';
  }

  async countReceivedBytes(streamId: StreamId): Promise<number | undefined> {
    return await this.#streams.get(streamId)?.media.countReceivedBytes();
  }

  async measure(connectionId: ConnectionId): Promise<MemberMeasurement | undefined> {
    const member = this.#members.get(connectionId);
    if (member === undefined) return undefined;
    const own = [...this.#streams].filter(([, { owner }]) => owner === connectionId);
    const [transports, tracks] = await Promise.all([
      member.measure(),
      Promise.all(own.map(async ([id, { media }]) => [id, await media.measure()] as const)),
    ]);
    return { ...transports, streams: new Map(tracks) };
  }

  carries(streamId: StreamId): boolean {
    return this.#streams.has(streamId);
  }

  describe(streamId: StreamId, picture: Picture): void {
    const stream = this.#streams.get(streamId);
    if (stream === undefined) return;
    stream.media.picture = picture;
    for (const subscription of stream.viewers) subscription.prefer({});
  }

  async setTracks(streamId: StreamId, active: { audio?: boolean; video?: boolean }): Promise<void> {
    await this.#stream(streamId).media.setTracks(active);
  }

  unpublish(streamId: StreamId): void {
    const stream = this.#streams.get(streamId);
    if (stream === undefined) return;
    this.#streams.delete(streamId);
    for (const subscription of [...stream.viewers]) subscription.close();
    stream.media.close();
  }

  async subscribe(
    connectionId: ConnectionId,
    subscriptionId: SubscriptionId,
    streamId: StreamId,
    active: { audio: boolean; video: boolean; flowing: boolean },
  ): Promise<ConsumerInfo[]> {
    const member = this.#member(connectionId);
    const stream = this.#stream(streamId);
    const { transport, rtpCapabilities } = member.receiving;
    if (member.subscriptions.has(subscriptionId)) throw conflict('subscribe: this subscription exists already.');
    const made = await Promise.all(stream.media.producers.map(({ id }) => transport.consume(id, rtpCapabilities)));
    const consumers = made.filter((consumer) => consumer !== undefined);
    if (consumers.length === 0) throw notSupported('subscribe: this client can decode no track of this stream.');
    const gone = member.closed || this.#streams.get(streamId) !== stream || member.subscriptions.has(subscriptionId);
    if (gone || member.refused) {
      for (const consumer of consumers) consumer.close();
      // Throws for a refused member.
      void member.receiving;
      throw notFound('subscribe: the stream has just ended.');
    }
    const subscription = new SubscriptionMedia({
      stream: stream.media,
      transport,
      consumers,
      active,
      roundTripMs: member.roundTripMs,
      hasOtherViewers: (self) => [...stream.viewers].some((other) => other !== self && other.videoFlows),
      onSupply: (supply) => this.#deps.events.supplied(connectionId, subscriptionId, supply),
      onError: (error) => this.#onBackgroundError(error),
      onClosed: (self) => {
        stream.viewers.delete(self);
        member.subscriptions.delete(subscriptionId);
      },
    });
    member.subscriptions.set(subscriptionId, subscription);
    stream.viewers.add(subscription);
    if (active.flowing) subscription.playAhead();
    return subscription.info;
  }

  async play(connectionId: ConnectionId, subscriptionId: SubscriptionId): Promise<void> {
    const subscription = this.#member(connectionId).subscription(subscriptionId);
    // mediasoup tells of events, a key frame that has just passed among them, one turn after the answers it had at the same time.
    await setImmediate();
    subscription.play();
  }

  async setSubscription(
    connectionId: ConnectionId,
    subscriptionId: SubscriptionId,
    changes: SubscriptionChanges,
  ): Promise<void> {
    const subscription = this.#member(connectionId).subscription(subscriptionId);
    subscription.prefer(changes);
    subscription.setActive(changes);
  }

  async requestKeyFrame(connectionId: ConnectionId, subscriptionId: SubscriptionId): Promise<void> {
    this.#member(connectionId).subscription(subscriptionId).requestKeyFrame();
  }

  unsubscribe(connectionId: ConnectionId, subscriptionId: SubscriptionId): void {
    this.#members.get(connectionId)?.subscriptions.get(subscriptionId)?.close();
  }

  closeMember(connectionId: ConnectionId): void {
    const member = this.#members.get(connectionId);
    if (member === undefined) return;
    this.#members.delete(connectionId);
    this.#endStreams(member.id);
    member.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#clear();
    this.#home.router.close();
  }

  /** Makes a router the room's own. */
  #moveTo(home: RoomHome): KeyFrameRequests {
    this.#home = home;
    home.router.on('workerclose', () => this.#onWorkerClosed(home));
    return new KeyFrameRequests(home.router);
  }

  #clear(): void {
    for (const member of this.#members.values()) member.close();
    this.#members.clear();
    this.#streams.clear();
  }

  #watch(id: ConnectionId, direction: 'send' | 'recv', transport: types.WebRtcTransport): MemberTransport {
    const { minimumEncryption, events } = this.#deps;
    const { worker } = this.#home;
    return new MemberTransport({
      transport,
      suites: worker.suites,
      minimumEncryption,
      events: {
        connecting: () => {
          if (direction !== 'recv') return;
          for (const subscription of this.#members.get(id)?.subscriptions.values() ?? []) {
            subscription.anticipateKeyFrame();
          }
        },
        connected: (suite) => {
          worker.traffic.add(transport, suite);
          this.#onConnected(id, direction);
          events.secured(id, direction, suite);
        },
        refused: (suite) => {
          events.secured(id, direction, suite);
          this.#refuse(id);
        },
      },
    });
  }

  #onConnected(id: ConnectionId, direction: 'send' | 'recv'): void {
    if (direction === 'recv') {
      for (const subscription of this.#members.get(id)?.subscriptions.values() ?? []) subscription.update();
      return;
    }
    for (const stream of this.#streams.values()) {
      if (stream.owner === id) stream.media.allow().catch((error: unknown) => this.#onBackgroundError(error));
    }
  }

  #refuse(id: ConnectionId): void {
    const member = this.#members.get(id);
    if (member?.refuse() !== true) return;
    this.#endStreams(member.id);
    this.#deps.events.refused(id);
  }

  #endStreams(owner: ConnectionId): void {
    for (const [streamId, stream] of this.#streams) if (stream.owner === owner) this.unpublish(streamId);
  }

  #onWorkerClosed(home: RoomHome): void {
    if (this.#closed || this.#home !== home) return;
    this.#clear();
    this.#deps.events.lost();
  }

  #onBackgroundError(error: unknown): void {
    if (!this.#closed) this.#deps.logger.warn({ err: error }, 'a media step failed in the background');
  }

  #member(id: ConnectionId): MemberMedia {
    const member = this.#members.get(id);
    if (member === undefined) throw this.#closed ? fromGone() : notFound('This connection has no media here.');
    return member;
  }

  #stream(id: StreamId): Stream {
    const stream = this.#streams.get(id);
    if (stream === undefined) throw notFound('There is no stream with this id in this session.');
    return stream;
  }
}
