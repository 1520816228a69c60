import { type ConnectionId, createUuid, type StreamId, type SubscriptionId } from '../../base/ids.ts';
import type { Offer } from '../../protocol/media-messages.ts';
import type { Logger, MediaRoom } from '../ports.ts';
import type { Limits } from './limits.ts';
import type { Member, Subscription } from './member.ts';
import type { Roster } from './roster.ts';
import type { Stream } from './stream.ts';

/** What offers need. */
export interface OffersDeps {
  readonly room: MediaRoom;
  readonly roster: Roster;
  readonly limits: Limits;
  readonly logger: Logger;
}

/**
 * Subscriptions made in advance: whoever will probably subscribe to a new stream is sent the consumers together with the news, and
 * the media right behind, so that the first frame needs no further round trip.
 */
export class Offers {
  readonly #deps: OffersDeps;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(deps: OffersDeps) {
    this.#deps = deps;
  }

  /** Makes consumers of a stream that is about to be announced, for each member that will probably want it. */
  async make(owner: Member, streamId: StreamId): Promise<Map<ConnectionId, Offer>> {
    const { room, roster, limits, logger } = this.#deps;
    const offers = new Map<ConnectionId, Offer>();
    if (roster.members.size > limits.offersUpToConnections) return offers;
    await Promise.all(
      [...roster.members.values()].map(async (member) => {
        if (member === owner || !this.#wants(member)) return;
        const subscriptionId = createUuid() as SubscriptionId;
        try {
          const active = { audio: true, video: true, flowing: true };
          const consumers = await room.subscribe(member.id, subscriptionId, streamId, active);
          offers.set(member.id, { subscriptionId, consumers });
        } catch (error) {
          // Without an offer the member subscribes as usual, and is told then what is wrong.
          logger.debug({ err: error }, 'no offer could be made');
        }
      }),
    );
    return offers;
  }

  /** The stream is announced: its offers become subscriptions that wait to be taken, for a while. */
  open(stream: Stream, offers: ReadonlyMap<ConnectionId, Offer>): void {
    const { roster, limits } = this.#deps;
    const open: [Member, Subscription][] = [];
    for (const [connectionId, offer] of offers) {
      const member = roster.members.get(connectionId);
      if (member === undefined) continue;
      const subscription = {
        id: offer.subscriptionId as SubscriptionId,
        streamId: stream.id,
        taken: false,
        counted: false,
      };
      roster.addSubscription(member, subscription, stream);
      open.push([member, subscription]);
    }
    if (open.length === 0) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      for (const [member, subscription] of open) this.#expire(member, subscription);
    }, limits.offerLifetimeMs);
    this.#timers.add(timer);
  }

  /** Stops the timers. Idempotent. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #wants(member: Member): boolean {
    return (
      member.anticipates &&
      !member.declinesOffers &&
      member.permissions.subscribe &&
      member.subscriptions.size < this.#deps.limits.subscriptionsPerConnection &&
      this.#deps.room.canReceive(member.id)
    );
  }

  #expire(member: Member, subscription: Subscription): void {
    if (subscription.taken || member.subscriptions.get(subscription.id) !== subscription) return;
    member.declinesOffers = true;
    this.#deps.room.unsubscribe(member.id, subscription.id);
    this.#deps.roster.removeSubscription(member, subscription);
  }
}
