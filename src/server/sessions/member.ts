import type { ConnectionId, StreamId, SubscriptionId } from '../../base/ids.ts';
import type { ConnectionInfo, Permissions } from '../../protocol/model.ts';
import type { MemberMediaOptions, TokenClaims } from '../ports.ts';
import type { Activity } from './counts.ts';
import { RateLimit } from './rate-limit.ts';

const RENEWAL_BURST = 5;
const RENEWALS_PER_SECOND = 0.5;

/** A member's subscription; an offer is one that is not `taken` yet. */
export interface Subscription {
  readonly id: SubscriptionId;
  readonly streamId: StreamId;
  taken: boolean;
  /** It is among the viewers now. */
  counted: boolean;
}

/** What is remembered of the token a member came with: enough to refuse it, and not a token. */
export type MemberToken = Pick<TokenClaims, 'fingerprint'>;

/** How a member joins. */
export interface MemberOptions {
  readonly info: ConnectionInfo;
  readonly permissions: Permissions;
  /** Whether its app wants connectionCreated and connectionDestroyed. */
  readonly connectionEvents: boolean;
  /** Whether its app is likely to subscribe to what it is told of. */
  readonly anticipates: boolean;
  /** Round trip to it in ms, as far as it is known. */
  readonly roundTripMs: () => number | undefined;
  /** What its streams begin with; see `Stream.layoutClasses`. */
  readonly layoutClasses?: readonly string[];
  readonly token: MemberToken;
}

/** One connected client of a session: plain state, changed by the roster. */
export class Member {
  readonly id: ConnectionId;
  readonly info: ConnectionInfo;
  readonly permissions: Permissions;
  readonly connectionEvents: boolean;
  readonly anticipates: boolean;
  /** Which transports it has, as its role allows. */
  readonly media: MemberMediaOptions;
  /** How often it may ask for new transports, which cost the media server more than anything else. */
  readonly renewals = new RateLimit(RENEWAL_BURST, RENEWALS_PER_SECOND);
  /** Its line is cut: it counts for nothing, and may come back. */
  away = false;
  readonly layoutClasses: readonly string[];
  readonly token: MemberToken;
  readonly streams = new Set<StreamId>();
  readonly subscriptions = new Map<SubscriptionId, Subscription>();
  /** How many of its subscriptions count. */
  countedSubscriptions = 0;
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
    this.layoutClasses = options.layoutClasses ?? [];
    this.token = { fingerprint: options.token.fingerprint };
    const { publish, subscribe } = options.permissions;
    this.media = { send: publish, recv: subscribe, roundTripMs: options.roundTripMs };
  }

  /** What of it counts now. */
  get activity(): Activity {
    return { streams: this.streams.size, subscriptions: this.countedSubscriptions };
  }
}
