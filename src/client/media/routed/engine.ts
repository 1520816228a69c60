import { createDeferred } from '../../../base/deferred.ts';
import { Emitter } from '../../../base/emitter.ts';
import { createUuid } from '../../../base/ids.ts';
import type { ConsumerInfo, DtlsParameters, RtpCapabilities } from '../../../protocol/media-messages.ts';
import type { MinimumEncryption, StreamProperties } from '../../../protocol/model.ts';
import { notConnected, permissionDenied } from '../../errors/catalogue.ts';
import { encryptionTooWeak, fromPeer, iceFailed, type MediaOperation } from '../../errors/from-peer.ts';
import type { OTError } from '../../errors/ot-error.ts';
import type { SessionEncryption } from '../../model/encryption.ts';
import type { Notify, Request } from '../../signaling/channel.ts';
import { meetsMinimum } from '../encryption.ts';
import type {
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
import { consumeAll, createIncomingMedia } from './incoming.ts';
import { type Direction, Leg } from './leg.ts';
import { createOutgoingMedia, describeProducers, produceAll, startVideos } from './outgoing.ts';

/** What the engine needs: the way to the server, and a browser to get ready. */
export interface RoutedEngineDeps {
  readonly request: Request;
  readonly notify: Notify;
  /** Throws `OT_UNSUPPORTED_BROWSER`. */
  readonly prepareDevice: () => PreparedDevice;
}

/** Media through the server: one transport to send, one to receive, both heated as soon as the welcome is there. */
export class RoutedEngine extends Emitter<MediaEngineEvents> implements MediaEngine {
  readonly #deps: RoutedEngineDeps;
  readonly #legs = new Map<Direction, Leg>();
  readonly #opened = createDeferred<LoadedDevice>();
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
      this.#createLegs(welcome, loaded);
      await Promise.all([...this.#legs.values()].map((leg) => leg.heat()));
      this.#opened.resolve(loaded);
    } catch (error) {
      this.#opened.reject(error);
    }
  }

  async publish(tracks: readonly OutgoingTrack[], properties: StreamProperties): Promise<OutgoingMedia> {
    return await this.#converting('publish', async () => {
      const { device } = await this.#opened.promise;
      const leg = await this.#takeLeg('send', 'publish');
      const producers = await produceAll(leg, device, tracks);
      try {
        const announced = this.#deps.request('publish', { properties, tracks: describeProducers(producers) });
        // A sender that is closed meanwhile takes no track: its publish fails, or has ended.
        startVideos(producers).catch(() => undefined);
        const reply = await announced;
        const media = createOutgoingMedia({ ...reply, leg, producers });
        await this.#awaitConnection(leg, 'publish', () => {
          this.#deps.request('unpublish', { streamId: reply.streamId }).catch(() => undefined);
        });
        return media;
      } catch (error) {
        for (const producer of producers) producer.close();
        throw error;
      }
    });
  }

  async subscribe(options: SubscribeOptions): Promise<IncomingMedia> {
    return await this.#converting('subscribe', async () => {
      await this.#opened.promise;
      const leg = await this.#takeLeg('recv', 'subscribe');
      return options.offer === undefined
        ? await this.#subscribeNew(leg, options)
        : await this.#takeOffer(leg, options, options.offer);
    });
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

  /** Asks for the stream, and lets it flow when it can be decoded. */
  async #subscribeNew(leg: Leg, { streamId, audio, video }: SubscribeOptions): Promise<IncomingMedia> {
    const { request, notify } = this.#deps;
    const subscriptionId = createUuid();
    const { consumers } = await request('subscribe', { subscriptionId, streamId, audio, video });
    const media = await this.#receive(leg, subscriptionId, consumers);
    notify('playSubscription', { subscriptionId });
    return media;
  }

  /** Takes what the server has made ready: the request goes along, the media does not wait for its answer. */
  async #takeOffer(
    leg: Leg,
    { streamId, audio, video }: SubscribeOptions,
    { subscriptionId, consumers }: NonNullable<SubscribeOptions['offer']>,
  ): Promise<IncomingMedia> {
    const accepted = this.#deps.request('subscribe', { subscriptionId, streamId, audio, video });
    accepted.catch(() => undefined);
    const media = await this.#receive(leg, subscriptionId, consumers);
    accepted.catch(() => media.close());
    // It flows already; a key frame that came before this moment is made good by the server.
    this.#deps.notify('playSubscription', { subscriptionId });
    return media;
  }

  async #receive(leg: Leg, subscriptionId: string, infos: readonly ConsumerInfo[]): Promise<IncomingMedia> {
    try {
      const consumers = await consumeAll(leg, infos);
      return createIncomingMedia({ subscriptionId, leg, consumers, ...this.#deps });
    } catch (error) {
      this.#deps.request('unsubscribe', { subscriptionId }).catch(() => undefined);
      throw error;
    }
  }

  #createLegs(welcome: MediaWelcome, { device, certificate }: LoadedDevice): void {
    const create = (direction: Direction, info: MediaWelcome['sendTransport']) => {
      const server = welcome.mediaServer;
      if (info === undefined || server === undefined) return;
      const options = {
        ...info,
        ...server,
        iceCandidates: server.iceCandidates.map((candidate) => ({ ...candidate, ip: candidate.address })),
        iceServers: [...welcome.iceServers],
        additionalSettings: { certificates: [certificate] },
      } as Parameters<typeof device.createSendTransport>[0];
      const transport =
        direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
      const listener = {
        described: (dtlsParameters: DtlsParameters) => this.#describe(dtlsParameters, device.recvRtpCapabilities),
        stateChanged: (state: RTCPeerConnectionState) => this.emit('connectionStateChanged', { direction, state }),
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

  async #converting<Media>(operation: MediaOperation, work: () => Promise<Media>): Promise<Media> {
    try {
      return await work();
    } catch (error) {
      throw this.#ended ?? fromPeer(error, operation);
    }
  }
}
