import type { ConnectionId, StreamId } from '../../base/ids.ts';
import type { Counts } from '../../protocol/model.ts';
import { type Activity, CountsLedger, countAlike } from './counts.ts';
import type { Member, Subscription } from './member.ts';
import { Stream } from './stream.ts';

/** Called after counts have changed: of the session, and of a stream when `streamId` is given. */
export type CountsListener = (streamId?: StreamId) => void;

/** Who is in a session, what is published and who watches it, with the counts of all that. Changes are synchronous and whole. */
export class Roster {
  readonly #members = new Map<ConnectionId, Member>();
  readonly #streams = new Map<StreamId, Stream>();
  readonly #ledger = new CountsLedger();
  readonly #onCounts: CountsListener;

  constructor(onCounts: CountsListener) {
    this.#onCounts = onCounts;
  }

  get members(): ReadonlyMap<ConnectionId, Member> {
    return this.#members;
  }

  get streams(): ReadonlyMap<StreamId, Stream> {
    return this.#streams;
  }

  get counts(): Counts {
    return this.#ledger.counts;
  }

  addMember(member: Member): void {
    this.#members.set(member.id, member);
    this.#ledger.change(undefined, member.activity);
    this.#tell();
  }

  /** Removes a member whose streams are gone already; its subscriptions go with it. */
  removeMember(member: Member): void {
    for (const subscription of [...member.subscriptions.values()]) this.removeSubscription(member, subscription);
    this.#members.delete(member.id);
    if (member.away) return;
    this.#ledger.change(member.activity, undefined);
    this.#tell();
  }

  /** A member's line is cut: it counts for nothing. */
  suspend(member: Member): void {
    member.away = true;
    this.#ledger.change(member.activity, undefined);
    this.#tell();
    for (const stream of this.#watchedBy(member)) {
      stream.viewers.delete(member.id);
      this.#tell(stream.id);
    }
    this.#recountViewers(member);
  }

  /** It is back: it counts as before. */
  resume(member: Member): void {
    member.away = false;
    this.#ledger.change(undefined, member.activity);
    this.#tell();
    for (const stream of this.#watchedBy(member)) {
      const own = [...member.subscriptions.values()].filter((each) => each.counted && each.streamId === stream.id);
      stream.viewers.set(member.id, own.length);
      this.#tell(stream.id);
    }
    this.#recountViewers(member);
  }

  addStream(member: Member, stream: Stream): void {
    this.#streams.set(stream.id, stream);
    this.#recount(member, () => member.streams.add(stream.id));
  }

  /** Removes a stream and every subscription to it. */
  removeStream(member: Member, stream: Stream): void {
    this.#streams.delete(stream.id);
    for (const [subscription, viewer] of [...stream.subscriptions]) this.removeSubscription(viewer, subscription);
    this.#recount(member, () => member.streams.delete(stream.id));
  }

  addSubscription(member: Member, subscription: Subscription, stream: Stream): void {
    member.subscriptions.set(subscription.id, subscription);
    stream.subscriptions.set(subscription, member);
    this.#setCounted(member, subscription, stream, subscription.taken);
  }

  /** An offer has been taken: it counts from now on. */
  takeSubscription(member: Member, subscription: Subscription, stream: Stream): void {
    subscription.taken = true;
    this.#setCounted(member, subscription, stream, true);
  }

  removeSubscription(member: Member, subscription: Subscription): void {
    if (!member.subscriptions.delete(subscription.id)) return;
    // Absent from the streams when it is the stream that ends; the viewers' counts change all the same.
    const stream = this.#streams.get(subscription.streamId);
    stream?.subscriptions.delete(subscription);
    this.#setCounted(member, subscription, stream, false);
  }

  /** A subscription counts from when it is taken, as long as there is somebody at the other end. */
  #setCounted(member: Member, subscription: Subscription, stream: Stream | undefined, wanted: boolean): void {
    const counted = wanted && stream !== undefined && this.#members.get(stream.owner)?.away !== true;
    if (counted === subscription.counted) return;
    subscription.counted = counted;
    this.#count(member, stream, counted ? 1 : -1);
  }

  /** Looks anew at the subscriptions to a member's streams. */
  #recountViewers(owner: Member): void {
    for (const streamId of owner.streams) {
      const stream = this.#streams.get(streamId);
      for (const [subscription, viewer] of stream?.subscriptions ?? []) {
        this.#setCounted(viewer, subscription, stream, subscription.taken);
      }
    }
  }

  #count(member: Member, stream: Stream | undefined, step: 1 | -1): void {
    this.#recount(member, () => {
      member.countedSubscriptions += step;
    });
    if (stream === undefined || member.away) return;
    const before = stream.viewers.size;
    const subscriptions = (stream.viewers.get(member.id) ?? 0) + step;
    if (subscriptions === 0) stream.viewers.delete(member.id);
    else stream.viewers.set(member.id, subscriptions);
    if (stream.viewers.size !== before) this.#tell(stream.id);
  }

  #watchedBy(member: Member): Set<Stream> {
    const streams = [...member.subscriptions.values()].map((each) => each.counted && this.#streams.get(each.streamId));
    return new Set(streams.filter((stream) => stream instanceof Stream));
  }

  #recount(member: Member, change: () => unknown): void {
    const before: Activity = member.activity;
    change();
    const after = member.activity;
    if (member.away || countAlike(before, after)) return;
    this.#ledger.change(before, after);
    this.#tell();
  }

  #tell(streamId?: StreamId): void {
    this.#ledger.raiseVersion();
    this.#onCounts(streamId);
  }
}
