import type { types } from 'mediasoup-client';
import { createUuid } from '../../../base/ids.ts';
import type { EncryptionInfo } from '../../model/encryption.ts';
import type { Notify, Request } from '../../signaling/channel.ts';
import type { IncomingMedia, PictureQuality, SubscribeOptions } from '../engine.ts';
import { consumeAll, countPackets } from './incoming.ts';
import type { Leg } from './leg.ts';

/** Between two looks for the first packet; later looks are rarer. */
const FIRST_LOOK_MS = 20;
const RAREST_LOOK_MS = 500;

/** What a subscription needs of the engine. */
export interface IncomingStreamDeps {
  readonly request: Request;
  readonly notify: Notify;
  readonly onClosed: (self: IncomingStream) => void;
}

/** A stream being received; it outlives its transport, and its tracks may be exchanged under the app. */
export class IncomingStream implements IncomingMedia {
  readonly streamId: string;
  readonly mediaStream = new MediaStream();
  onTracks: (() => void) | undefined;
  readonly #deps: IncomingStreamDeps;
  #wanted: { audio: boolean; video: boolean };
  #quality: PictureQuality = {};
  #subscriptionId: string;
  #leg: Leg | undefined;
  #consumers: readonly types.Consumer[] = [];
  #closed = false;
  readonly firstRtpAt: Promise<number | undefined>;

  constructor(options: SubscribeOptions, deps: IncomingStreamDeps) {
    this.#deps = deps;
    this.streamId = options.streamId;
    this.#wanted = { audio: options.audio, video: options.video };
    this.#subscriptionId = options.offer?.subscriptionId ?? createUuid();
    this.firstRtpAt = this.#awaitFirstRtp();
  }

  get subscriptionId(): string {
    return this.#subscriptionId;
  }
  get encryption(): EncryptionInfo | undefined {
    return this.#leg?.encryption;
  }
  get closed(): boolean {
    return this.#closed;
  }

  /** Asks the server for the stream, and lets it flow when it can be decoded. */
  async begin(leg: Leg): Promise<void> {
    const subscriptionId = this.#subscriptionId;
    const { consumers } = await this.#ask(subscriptionId);
    await this.#receive(leg, subscriptionId, consumers);
  }

  /** Takes what the server has made ready: the request goes along, the media does not wait for its answer. */
  async takeOffer(leg: Leg, { subscriptionId, consumers }: NonNullable<SubscribeOptions['offer']>): Promise<void> {
    const accepted = this.#ask(subscriptionId);
    accepted.catch(() => undefined);
    await this.#receive(leg, subscriptionId, consumers);
    accepted.catch(() => this.close());
  }

  /** Subscribes once more, over this leg; the tracks are exchanged when the new ones are there. */
  async renew(leg = this.#leg): Promise<void> {
    if (leg === undefined) return;
    const [last, subscriptionId] = [this.#subscriptionId, createUuid()];
    this.#subscriptionId = subscriptionId;
    this.#end(last);
    await this.begin(leg);
    const { preferredDimensions, maxFrameRate } = this.#quality;
    if (preferredDimensions !== undefined || maxFrameRate !== undefined) await this.setQuality(this.#quality);
  }

  async setTracks(active: { audio?: boolean; video?: boolean }): Promise<void> {
    this.#wanted = { ...this.#wanted, ...active };
    await this.#deps.request('updateSubscription', { subscriptionId: this.#subscriptionId, ...active });
  }

  async setQuality(quality: PictureQuality): Promise<void> {
    this.#quality = { ...this.#quality, ...quality };
    const { preferredDimensions: size, maxFrameRate } = quality;
    const preferredDimensions = size && { width: size.width, height: size.height };
    await this.#deps.request('updateSubscription', {
      subscriptionId: this.#subscriptionId,
      ...(preferredDimensions !== undefined && { preferredDimensions }),
      ...(maxFrameRate !== undefined && { maxFrameRate }),
    });
  }

  requestKeyFrame(): void {
    this.#deps.notify('requestKeyFrame', { subscriptionId: this.#subscriptionId });
  }

  readAudioLevel(): number | undefined {
    return this.#consumer('audio')?.rtpReceiver?.getSynchronizationSources()[0]?.audioLevel;
  }

  async countPackets(kind: 'audio' | 'video'): Promise<number> {
    const consumer = this.#consumer(kind);
    return consumer === undefined ? 0 : await countPackets(consumer).catch(() => 0);
  }

  getStats(): Promise<RTCStatsReport[]> {
    return Promise.all(this.#consumers.map((consumer) => consumer.getStats()));
  }

  /** It could not be had, and the server knows. */
  abandon(): void {
    this.#closed = true;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const consumer of this.#consumers) consumer.close();
    this.#end(this.#subscriptionId);
    this.#deps.onClosed(this);
  }

  #ask(subscriptionId: string) {
    return this.#deps.request('subscribe', { subscriptionId, streamId: this.streamId, ...this.#wanted });
  }

  async #receive(leg: Leg, subscriptionId: string, infos: Parameters<typeof consumeAll>[1]): Promise<void> {
    let consumers: types.Consumer[];
    try {
      consumers = await consumeAll(leg, infos);
    } catch (error) {
      this.#end(subscriptionId);
      throw error;
    }
    if (this.#closed || this.#subscriptionId !== subscriptionId) {
      for (const consumer of consumers) consumer.close();
      return;
    }
    this.#exchange(leg, consumers);
    // Offered media flows already; a key frame that came before this moment is made good by the server.
    if (infos.length > 0) this.#deps.notify('playSubscription', { subscriptionId });
  }

  #exchange(leg: Leg, consumers: readonly types.Consumer[]): void {
    const last = this.#consumers;
    this.#leg = leg;
    this.#consumers = consumers;
    for (const { track } of last) this.mediaStream.removeTrack(track);
    for (const consumer of last) consumer.close();
    for (const { track } of consumers) this.mediaStream.addTrack(track);
    this.onTracks?.();
  }

  /** The server may have ended it first, or be gone: both are what was wanted. */
  #end(subscriptionId: string): void {
    this.#deps.request('unsubscribe', { subscriptionId }).catch(() => undefined);
  }

  #consumer(kind: 'audio' | 'video'): types.Consumer | undefined {
    return this.#consumers.find((consumer) => consumer.kind === kind && !consumer.closed);
  }

  /** Looks until a packet has come; undefined when it is closed before. */
  async #awaitFirstRtp(): Promise<number | undefined> {
    for (let waitMs = FIRST_LOOK_MS; !this.#closed; waitMs = Math.min(waitMs * 1.1, RAREST_LOOK_MS)) {
      const counts = await Promise.all([this.countPackets('audio'), this.countPackets('video')]);
      if (counts.some((packets) => packets > 0)) return performance.now();
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    return undefined;
  }
}
