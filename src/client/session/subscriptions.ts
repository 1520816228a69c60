import type { Offer } from '../../protocol/media-messages.ts';
import type { MediaEngine, SenderReport, VideoSupply } from '../media/engine.ts';
import type { Stream } from '../model/stream.ts';
import type { Subscriber } from '../subscriber/subscriber.ts';
import type { StreamPropertyChange } from './events.ts';
import type { Meter } from './flow.ts';
import { createLocalMedia } from './local-media.ts';

/** An offer not taken by then is declined; the server gives it up a little later by itself. */
const OFFER_USE_BY_MS = 2_000;

/** What subscriptions need. */
export interface SubscriptionsDeps {
  /** The Session, for `subscriber.session`. */
  readonly session: object;
  readonly engine: MediaEngine;
  /** Tells the server that nobody takes the offer. */
  decline(offer: Offer): void;
  /** The own media of a stream, when it is an own stream. */
  localMedia(streamId: string): MediaStream | undefined;
}

/** The subscribers of this client, and what the server has made ready for them. */
export class Subscriptions {
  readonly #deps: SubscriptionsDeps;
  readonly #streams = new Map<Subscriber, Stream>();
  readonly #offers = new Map<string, { offer: Offer; timer: ReturnType<typeof setTimeout> }>();
  #first: { subscriber: Subscriber; startedAt: number } | undefined;

  constructor(deps: SubscriptionsDeps) {
    this.#deps = deps;
  }

  /** When the first subscription received its first packet and frame, on the clock of `performance.now()`. */
  get firstMedia(): { firstRtp?: number; firstFrame?: number } {
    if (this.#first === undefined) return {};
    const { subscriber, startedAt } = this.#first;
    const { firstRtp, firstFrame } = subscriber.getTimings();
    return {
      ...(firstRtp !== undefined && { firstRtp: startedAt + firstRtp }),
      ...(firstFrame !== undefined && { firstFrame: startedAt + firstFrame }),
    };
  }

  /** Keeps what the server made ready in advance for the first subscriber of that stream; declines it when none comes. */
  addOffer(streamId: string, offer: Offer): void {
    const timer = setTimeout(() => {
      this.#offers.delete(streamId);
      this.#deps.decline(offer);
    }, OFFER_USE_BY_MS);
    this.#offers.set(streamId, { offer, timer });
  }

  /** Subscribes; the subscriber stays until it, the stream or the session ends. */
  async subscribe(subscriber: Subscriber, stream: Stream): Promise<void> {
    const { session, engine, localMedia } = this.#deps;
    const offer = this.#takeOffer(stream.streamId);
    this.#streams.set(subscriber, stream);
    this.#first ??= { subscriber, startedAt: performance.now() };
    const own = subscriber.testsNetwork ? undefined : localMedia(stream.streamId);
    try {
      await subscriber.subscribeTo({
        session,
        engine: own === undefined ? engine : { ...engineOf(own), milestones: engine.milestones },
        ...(offer && { offer }),
        closed: () => this.#streams.delete(subscriber),
      });
    } catch (error) {
      this.#streams.delete(subscriber);
      throw error;
    }
  }

  /** What each stream is seen to flow by. */
  get meters(): [object, Meter][] {
    return [...this.#streams.keys()].map((subscriber) => [subscriber, () => subscriber.countPackets()]);
  }

  /** What the server had made ready is gone. */
  dropOffers(): void {
    for (const streamId of [...this.#offers.keys()]) this.#takeOffer(streamId);
  }

  /** The subscribers of a stream. */
  of(streamId: string): Subscriber[] {
    return [...this.#streams].filter(([, stream]) => stream.streamId === streamId).map(([subscriber]) => subscriber);
  }

  /** Ends one; false when it is none of these. */
  unsubscribe(subscriber: Subscriber): boolean {
    if (!this.#streams.delete(subscriber)) return false;
    subscriber.ended('Unsubscribe');
    return true;
  }

  /** A property of a stream changed. */
  streamUpdated({ stream, changedProperty, newValue }: StreamPropertyChange, reason?: 'quality'): void {
    for (const subscriber of this.of(stream.streamId)) subscriber.streamUpdated(changedProperty, newValue, reason);
  }

  /** The publisher of a stream says how well it is carried away. */
  sendingReported(streamId: string, report: SenderReport): void {
    for (const subscriber of this.of(streamId)) subscriber.senderReport = report;
  }

  /** The line has room for more, or less, of a picture. */
  supplied(subscriptionId: string, supply: VideoSupply): void {
    for (const subscriber of [...this.#streams.keys()]) {
      if (subscriber.subscriptionId === subscriptionId) subscriber.supply.change(supply);
    }
  }

  /** The connection that brings the media changed. */
  connectionChanged(state: RTCPeerConnectionState): void {
    for (const subscriber of [...this.#streams.keys()]) subscriber.connectionChanged(state);
  }

  /** A stream ended. `keepContainer`: the app prevented the default action. */
  streamEnded(streamId: string, reason: string, keepContainer: boolean): void {
    this.#takeOffer(streamId);
    for (const subscriber of this.of(streamId)) this.#end(subscriber, reason, keepContainer);
  }

  /** All streams ended. */
  close(reason: string, keepContainers: boolean): void {
    this.dropOffers();
    for (const subscriber of [...this.#streams.keys()]) this.#end(subscriber, reason, keepContainers);
  }

  #takeOffer(streamId: string): Offer | undefined {
    const kept = this.#offers.get(streamId);
    clearTimeout(kept?.timer);
    this.#offers.delete(streamId);
    return kept?.offer;
  }

  #end(subscriber: Subscriber, reason: string, keepContainer: boolean): void {
    this.#streams.delete(subscriber);
    subscriber.ended(reason, keepContainer);
  }
}

function engineOf(mediaStream: MediaStream): Pick<MediaEngine, 'subscribe'> {
  return { subscribe: () => Promise.resolve(createLocalMedia(mediaStream)) };
}
