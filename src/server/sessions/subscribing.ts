import type { StreamId, SubscriptionId } from '../../base/ids.ts';
import type { RequestData, RequestReply } from '../../protocol/requests.ts';
import { conflict, notFound, notPermitted, streamLimit } from '../errors.ts';
import type { MediaRoom } from '../ports.ts';
import type { Limits } from './limits.ts';
import type { Member, Subscription } from './member.ts';
import type { Roster } from './roster.ts';
import type { Stream } from './stream.ts';

/** What subscribing needs. */
export interface SubscribingDeps {
  readonly room: MediaRoom;
  readonly roster: Roster;
  readonly limits: Limits;
}

/** Subscriptions of a session: their beginning, changes and end. */
export class Subscribing {
  readonly #deps: SubscribingDeps;

  constructor(deps: SubscribingDeps) {
    this.#deps = deps;
  }

  /** Subscribes, or takes an offer. Throws `notPermitted`, `notFound`, `conflict`, `streamLimit`, `notReady`, `encryptionTooWeak`. */
  async subscribe(member: Member, data: RequestData<'subscribe'>): Promise<RequestReply<'subscribe'>> {
    if (!member.permissions.subscribe) throw notPermitted('subscribe: the token of this connection does not allow it.');
    const existing = member.subscriptions.get(data.subscriptionId as SubscriptionId);
    return existing === undefined ? this.#add(member, data) : this.#take(member, existing, data);
  }

  /** Lets the media of a subscription flow. Throws `notFound`. */
  async play(member: Member, { subscriptionId }: RequestData<'playSubscription'>): Promise<void> {
    await this.#deps.room.play(member.id, this.#own(member, subscriptionId).id);
  }

  /** Switches the audio or video of a subscription, or says which quality is enough. Throws `notFound`. */
  async update(member: Member, { subscriptionId, ...changes }: RequestData<'updateSubscription'>): Promise<void> {
    await this.#deps.room.setSubscription(member.id, this.#own(member, subscriptionId).id, changes);
  }

  /** Asks for a key frame. Throws `notFound`. */
  async requestKeyFrame(member: Member, { subscriptionId }: RequestData<'requestKeyFrame'>): Promise<void> {
    await this.#deps.room.requestKeyFrame(member.id, this.#own(member, subscriptionId).id);
  }

  /** Ends a subscription, or declines an offer. Throws `notFound`. */
  unsubscribe(member: Member, { subscriptionId }: RequestData<'unsubscribe'>): void {
    const subscription = this.#own(member, subscriptionId);
    if (!subscription.taken) member.declinesOffers = true;
    this.#end(member, subscription);
  }

  /** Ends all subscriptions of a member. */
  endAll(member: Member): void {
    for (const subscription of [...member.subscriptions.values()]) this.#end(member, subscription);
  }

  /** Ends the offers a member has not taken: their media is gone. */
  endOffers(member: Member): void {
    for (const subscription of [...member.subscriptions.values()]) {
      if (!subscription.taken) this.#end(member, subscription);
    }
  }

  async #add(member: Member, data: RequestData<'subscribe'>): Promise<RequestReply<'subscribe'>> {
    const { room, roster, limits } = this.#deps;
    const stream = this.#stream(data.streamId);
    if (member.subscriptions.size >= limits.subscriptionsPerConnection) {
      throw streamLimit(`subscribe: a connection may have ${limits.subscriptionsPerConnection} subscriptions.`);
    }
    const { audio, video } = data;
    const id = data.subscriptionId as SubscriptionId;
    const active = { audio, video, flowing: false };
    const consumers = room.carries(stream.id) ? await room.subscribe(member.id, id, stream.id, active) : [];
    if (roster.members.get(member.id) !== member || roster.streams.get(stream.id) !== stream) {
      room.unsubscribe(member.id, id);
      throw notFound('subscribe: the stream has just ended.');
    }
    // It wants new streams after all.
    if (stream.createdAt >= member.info.createdAt) member.declinesOffers = false;
    roster.addSubscription(member, { id, streamId: stream.id, taken: true, counted: false }, stream);
    return { consumers };
  }

  async #take(
    member: Member,
    subscription: Subscription,
    { streamId, audio, video }: RequestData<'subscribe'>,
  ): Promise<RequestReply<'subscribe'>> {
    if (subscription.taken || subscription.streamId !== streamId) {
      throw conflict('subscribe: this connection has a subscription with this id already.');
    }
    this.#deps.roster.takeSubscription(member, subscription, this.#stream(streamId));
    if (!audio || !video) await this.#deps.room.setSubscription(member.id, subscription.id, { audio, video });
    return { consumers: [] };
  }

  #end(member: Member, subscription: Subscription): void {
    this.#deps.room.unsubscribe(member.id, subscription.id);
    this.#deps.roster.removeSubscription(member, subscription);
  }

  #own(member: Member, id: string): Subscription {
    const subscription = member.subscriptions.get(id as SubscriptionId);
    if (subscription === undefined) throw notFound('This connection has no subscription with this id.');
    return subscription;
  }

  #stream(id: string): Stream {
    const stream = this.#deps.roster.streams.get(id as StreamId);
    if (stream === undefined) throw notFound('There is no stream with this id in this session.');
    return stream;
  }
}
