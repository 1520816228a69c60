import { createDeferred } from '../../../base/deferred.ts';
import { Emitter } from '../../../base/emitter.ts';
import type { DtlsParameters, RenewedMedia, RtpCapabilities } from '../../../protocol/media-messages.ts';
import type { MinimumEncryption, StreamProperties } from '../../../protocol/model.ts';
import { notConnected, permissionDenied } from '../../errors/catalogue.ts';
import { encryptionTooWeak, fromPeer, iceFailed, type MediaOperation } from '../../errors/from-peer.ts';
import type { OTError } from '../../errors/ot-error.ts';
import type { SessionEncryption } from '../../model/encryption.ts';
import type { Notify, Request } from '../../signaling/channel.ts';
import { meetsMinimum } from '../encryption.ts';
import type {
  DescribeAnew,
  IceChoice,
  IncomingMedia,
  MediaEngine,
  MediaEngineEvents,
  MediaMilestones,
  MediaWelcome,
  OutgoingMedia,
  OutgoingTrack,
  SubscribeOptions,
} from '../engine.ts';
import type { LoadedDevice, PreparedDevice } from './device.ts';
import { IncomingStream } from './incoming-stream.ts';
import { type Direction, Leg } from './leg.ts';
import { describeProducers, produceAll, startVideos } from './outgoing.ts';
import { OutgoingStream } from './outgoing-stream.ts';

/** What the engine needs: the way to the server, and a browser to get ready. */
export interface RoutedEngineDeps {
  readonly request: Request;
  readonly notify: Notify;
  /** How to find a way to the server; asked whenever transports are made. */
  readonly ice: () => IceChoice;
  /** Throws `OT_UNSUPPORTED_BROWSER`. */
  readonly prepareDevice: () => PreparedDevice;
}

/** Media through the server: one transport to send, one to receive, both heated as soon as the welcome is there. */
export class RoutedEngine extends Emitter<MediaEngineEvents> implements MediaEngine {
  readonly #deps: RoutedEngineDeps;
  readonly #legs = new Map<Direction, Leg>();
  readonly #outgoing = new Map<OutgoingStream, StreamProperties>();
  readonly #incoming = new Set<IncomingStream>();
  #opened = createDeferred<LoadedDevice>();
  #loaded: LoadedDevice | undefined;
  #iceServers: MediaWelcome['iceServers'] = [];
  /** The newest transports, where those of the welcome are gone. */
  #renewed: RenewedMedia | undefined;
  /** How often all media was rebuilt, and how often as another connection. */
  #generation = 0;
  #identity = 0;
  #rebuilding = false;
  #prepared: PreparedDevice | undefined;
  #minimum: MinimumEncryption | undefined;
  #described = false;
  #ended: OTError | undefined;

  constructor(deps: RoutedEngineDeps) {
    super();
    this.#deps = deps;
    this.#opened.promise.catch(() => undefined);
  }

  get encryption(): SessionEncryption {
    const [send, recv] = [this.#legs.get('send')?.encryption, this.#legs.get('recv')?.encryption];
    return { ...(send && { send }), ...(recv && { recv }) };
  }

  /** When the last of the legs was through ICE, and through DTLS. */
  get milestones(): MediaMilestones {
    const legs = [...this.#legs.values()];
    const latest = (times: (number | undefined)[]) =>
      times.includes(undefined) ? 0 : Math.max(0, ...(times as number[]));
    const iceConnectedAt = latest(legs.map((leg) => leg.iceConnectedAt));
    const dtlsConnectedAt = latest(legs.map((leg) => leg.dtlsConnectedAt));
    return { ...(iceConnectedAt && { iceConnectedAt }), ...(dtlsConnectedAt && { dtlsConnectedAt }) };
  }

  prepare(): void {
    try {
      this.#prepared ??= this.#deps.prepareDevice();
    } catch (error) {
      this.#opened.reject(error);
    }
  }

  async open(welcome: MediaWelcome): Promise<void> {
    this.prepare();
    this.#minimum = welcome.minimumEncryption;
    try {
      const loaded = await this.#prepared?.load(welcome.routerRtpCapabilities);
      if (loaded === undefined || this.#ended !== undefined) return;
      this.#loaded = loaded;
      if (this.#renewed === undefined) this.#iceServers = welcome.iceServers;
      await this.#openLegs({ ...welcome, ...this.#renewed, iceServers: this.#iceServers }, loaded);
    } catch (error) {
      this.#opened.reject(error);
    }
  }

  async publish(tracks: readonly OutgoingTrack[], properties: StreamProperties): Promise<OutgoingMedia> {
    let known: { streamId: string; identity: number } | undefined;
    return await this.#converting('publish', async () => {
      const [generation, identity] = [this.#generation, this.#identity];
      const sent = await this.#send(tracks, properties, known?.identity === identity ? known.streamId : undefined);
      const { streamId } = sent.stream;
      known = { streamId, identity };
      await this.#awaitConnection(sent.way.leg, 'publish', () => {
        for (const producer of sent.way.producers) producer.close();
        if (this.#generation === generation) this.#deps.request('unpublish', { streamId }).catch(() => undefined);
      });
      const media = new OutgoingStream({ tracks, ...sent, onClosed: (self) => this.#outgoing.delete(self) });
      this.#outgoing.set(media, properties);
      return media;
    });
  }

  async subscribe(options: SubscribeOptions): Promise<IncomingMedia> {
    const begun = this.#generation;
    return await this.#converting('subscribe', async () => {
      await this.#opened.promise;
      const leg = await this.#takeLeg('recv', 'subscribe');
      const media = new IncomingStream(options, {
        ...this.#deps,
        onClosed: (self) => this.#incoming.delete(self),
      });
      try {
        // What was made ready on transports that are gone is gone too.
        if (options.offer === undefined || this.#generation > begun) await media.begin(leg);
        else await media.takeOffer(leg, options.offer);
      } catch (error) {
        media.abandon();
        throw error;
      }
      if (!media.closed) this.#incoming.add(media);
      return media;
    });
  }

  get ways(): ReadonlyMap<object, () => Promise<number>> {
    return new Map([...this.#legs.values()].map((leg) => [leg, () => leg.countHeard()]));
  }

  get connected(): boolean {
    return this.#legs.size > 0 && [...this.#legs.values()].every(({ state }) => state === 'connected');
  }

  async restartIce(): Promise<void> {
    const reply = await this.#deps.request('restartIce', {});
    await Promise.all(
      [...this.#legs].map(async ([direction, leg]) => {
        const parameters = reply[direction];
        if (parameters !== undefined) await leg.restartIce(parameters);
      }),
    );
  }

  async rebuild(
    { iceServers, ...media }: RenewedMedia & { iceServers?: MediaWelcome['iceServers'] },
    describeAnew?: DescribeAnew,
  ): Promise<void> {
    this.#renewed = media;
    this.#iceServers = iceServers ?? this.#iceServers;
    const loaded = this.#loaded;
    if (loaded === undefined || this.#ended !== undefined) return;
    this.#generation += 1;
    if (describeAnew !== undefined) this.#identity += 1;
    const generation = this.#generation;
    this.#opened = createDeferred<LoadedDevice>();
    this.#opened.promise.catch(() => undefined);
    for (const leg of this.#legs.values()) leg.close();
    this.#legs.clear();
    this.#described = false;
    this.#rebuilding = true;
    await this.#openLegs({ ...media, iceServers: this.#iceServers }, loaded);
    if (this.#generation !== generation) return;
    this.#rebuilding = false;
    // What can't be brought back does not flow: whoever asked for this finds out by that.
    await Promise.allSettled([
      ...[...this.#outgoing.keys()].map((stream) => this.#resend(stream, describeAnew)),
      ...[...this.#incoming].map((stream) => this.#receiveAgain(stream)),
    ]);
  }

  async restore(streamId: string): Promise<void> {
    // It is about to be subscribed to again.
    if (this.#rebuilding) return;
    const streams = [...this.#incoming].filter((stream) => stream.streamId === streamId);
    await Promise.all(streams.map((stream) => this.#receiveAgain(stream)));
  }

  refuse(error: OTError): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#opened.reject(error);
    for (const leg of this.#legs.values()) leg.close();
  }

  close(): void {
    this.refuse(notConnected('media'));
  }

  /** Sends tracks as a stream, or brings back one the server knows. */
  async #send(tracks: readonly OutgoingTrack[], properties: StreamProperties, streamId: string | undefined) {
    const { device } = await this.#opened.promise;
    const leg = await this.#takeLeg('send', 'publish');
    const producers = await produceAll(leg, device, tracks);
    try {
      const announced = this.#deps.request('publish', {
        ...(streamId !== undefined && { streamId }),
        properties,
        tracks: describeProducers(producers),
      });
      const started = startVideos(producers);
      // A sender that is closed meanwhile takes no track: its publish fails, or has ended.
      started.catch(() => undefined);
      return { stream: await announced, way: { leg, producers, started } };
    } catch (error) {
      for (const producer of producers) producer.close();
      throw error;
    }
  }

  /** Publishes a stream over the new transport. */
  async #resend(media: OutgoingStream, describeAnew: DescribeAnew | undefined): Promise<void> {
    const { streamId } = media;
    const properties = describeAnew?.(streamId) ?? this.#outgoing.get(media);
    if (properties === undefined) return;
    const tracks = media.tracksNow();
    const sent = await this.#send(tracks, properties, describeAnew === undefined ? streamId : undefined);
    await media.renew(sent.way, sent.stream);
  }

  async #receiveAgain(media: IncomingStream): Promise<void> {
    const leg = this.#legs.get('recv');
    if (leg !== undefined && !media.closed) await media.renew(leg);
  }

  async #openLegs(media: Omit<MediaWelcome, 'routerRtpCapabilities'>, loaded: LoadedDevice): Promise<void> {
    this.#createLegs(media, loaded);
    await Promise.all([...this.#legs.values()].map((leg) => leg.heat()));
    this.#opened.resolve(loaded);
  }

  #createLegs(welcome: Omit<MediaWelcome, 'routerRtpCapabilities'>, { device, certificate }: LoadedDevice): void {
    const { chooseServers, transportPolicy, protocol } = this.#deps.ice();
    const create = (direction: Direction, info: MediaWelcome['sendTransport']) => {
      const server = welcome.mediaServer;
      if (info === undefined || server === undefined) return;
      const options = {
        ...info,
        ...server,
        iceCandidates: server.iceCandidates
          .filter(({ protocol: offered }) => offered === (protocol ?? offered))
          .map((candidate) => ({ ...candidate, ip: candidate.address })),
        iceServers: chooseServers(welcome.iceServers),
        iceTransportPolicy: transportPolicy,
        additionalSettings: { certificates: [certificate] },
      } as Parameters<typeof device.createSendTransport>[0];
      const transport =
        direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
      const listener = {
        described: (dtlsParameters: DtlsParameters) => this.#describe(dtlsParameters, device.recvRtpCapabilities),
        stateChanged: (state: RTCPeerConnectionState) => {
          if (this.#legs.get(direction)?.transport === transport) {
            this.emit('connectionStateChanged', { direction, state });
          }
        },
        encryptionChanged: () => this.emit('encryptionChanged', this.encryption),
      };
      this.#legs.set(direction, new Leg({ direction, transport, listener }));
    };
    create('send', welcome.sendTransport);
    create('recv', welcome.recvTransport);
  }

  /** Both legs have the same certificate, so the first one to be negotiated speaks for both. */
  #describe(dtlsParameters: DtlsParameters, rtpCapabilities: unknown): void {
    if (this.#described) return;
    this.#described = true;
    this.#deps.notify('connectTransports', { dtlsParameters, rtpCapabilities: rtpCapabilities as RtpCapabilities });
  }

  /** The leg, when media may be exchanged on it. */
  async #takeLeg(direction: Direction, operation: MediaOperation): Promise<Leg> {
    const leg = this.#legs.get(direction);
    if (leg === undefined) throw permissionDenied(operation, operation === 'publish' ? 1500 : 1501);
    if (this.#minimum !== undefined) {
      await this.#awaitConnection(leg, operation);
      const encryption = await leg.secured();
      if (!meetsMinimum(encryption, this.#minimum)) throw encryptionTooWeak(this.#minimum, encryption?.srtpCipher);
    }
    return leg;
  }

  async #awaitConnection(leg: Leg, operation: MediaOperation, undo?: () => void): Promise<void> {
    try {
      await leg.connected;
    } catch {
      undo?.();
      throw this.#ended ?? iceFailed(operation);
    }
  }

  /** Does the work; once more when all media was rebuilt meanwhile, and what failed was on the old transports. */
  async #converting<Media>(operation: MediaOperation, work: () => Promise<Media>): Promise<Media> {
    for (;;) {
      const generation = this.#generation;
      try {
        return await work();
      } catch (error) {
        if (this.#ended !== undefined) throw this.#ended;
        if (this.#generation === generation) throw fromPeer(error, operation);
      }
    }
  }
}
