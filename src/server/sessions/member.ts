import type { ConnectionId, StreamId, SubscriptionId } from '../../base/ids.ts';
import type { ConnectionInfo, Permissions } from '../../protocol/model.ts';
import type { Activity } from './counts.ts';

/** A member's subscription; an offer is one that is not `taken` yet. */
export interface Subscription {
  readonly id: SubscriptionId;
  readonly streamId: StreamId;
  taken: boolean;
}

/** How a member joins. */
export interface MemberOptions {
  readonly info: ConnectionInfo;
  readonly permissions: Permissions;
  /** Whether its app wants connectionCreated and connectionDestroyed. */
  readonly connectionEvents: boolean;
  /** Whether its app is likely to subscribe to what it is told of. */
  readonly anticipates: boolean;
}

/** One connected client of a session: plain state, changed by the roster. */
export class Member {
  readonly id: ConnectionId;
  readonly info: ConnectionInfo;
  readonly permissions: Permissions;
  readonly connectionEvents: boolean;
  readonly anticipates: boolean;
  readonly streams = new Set<StreamId>();
  readonly subscriptions = new Map<SubscriptionId, Subscription>();
  /** How many of its subscriptions are taken. */
  takenSubscriptions = 0;
  /** It has let an offer go by: it gets none until it subscribes to a new stream by itself. */
  declinesOffers = false;
  /** Its media was closed because its encryption is too weak for the session. */
  refused = false;
  /** Version of the counts it knows from its welcome or from a notification that carried them. */
  countsVersion = 0;

  constructor(options: MemberOptions) {
    this.id = options.info.id as ConnectionId;
    this.info = options.info;
    this.permissions = options.permissions;
    this.connectionEvents = options.connectionEvents;
    this.anticipates = options.anticipates;
  }

  /** What of it counts now. */
  get activity(): Activity {
    return { streams: this.streams.size, subscriptions: this.takenSubscriptions };
  }
}
