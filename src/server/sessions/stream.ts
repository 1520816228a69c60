import type { ConnectionId, StreamId } from '../../base/ids.ts';
import type { MediaKind } from '../../protocol/media-messages.ts';
import type { StreamInfo, StreamProperties, VideoDimensions } from '../../protocol/model.ts';
import { invalidMessage } from '../errors.ts';
import type { Member, Subscription } from './member.ts';
import { RateLimit } from './rate-limit.ts';

/** Publishers report every 2 seconds; what is more is for nobody. */
const [REPORT_BURST, REPORTS_PER_SECOND] = [2, 1];

/** One published stream: plain state, changed by the roster. */
export class Stream {
  readonly id: StreamId;
  readonly owner: ConnectionId;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly kinds: ReadonlySet<MediaKind>;
  /** Subscriptions to it, offers included, with who has them. */
  readonly subscriptions = new Map<Subscription, Member>();
  /** Connections that have taken a subscription to it, with how many. */
  readonly viewers = new Map<ConnectionId, number>();
  /** How often its publisher may tell the viewers of its own end. */
  readonly reports = new RateLimit(REPORT_BURST, REPORTS_PER_SECOND);
  /** Names for layouts of archives and broadcasts, which the back end gives. */
  layoutClasses: readonly string[];
  #properties: StreamProperties;

  constructor(
    id: StreamId,
    owner: Pick<Member, 'id' | 'layoutClasses'>,
    properties: StreamProperties,
    kinds: ReadonlySet<MediaKind>,
  ) {
    this.id = id;
    this.owner = owner.id;
    this.layoutClasses = owner.layoutClasses;
    this.createdAt = Date.now();
    this.#properties = properties;
    this.kinds = kinds;
  }

  /** What everyone sees of it. */
  get info(): StreamInfo {
    return {
      id: this.id,
      connectionId: this.owner,
      createdAt: this.createdAt,
      properties: this.#properties,
      subscriberCount: this.viewers.size,
    };
  }

  /** Takes changed properties. Throws `invalidMessage` when a track it doesn't have is switched on. */
  update(changes: { hasAudio?: boolean; hasVideo?: boolean; videoDimensions?: VideoDimensions }): void {
    const next = { ...this.#properties, ...changes };
    checkTracks('updateStream', next, this.kinds);
    this.#properties = next;
  }
}

/** Checks that a stream claims only what it has tracks for. Throws `invalidMessage`. */
export function checkTracks(
  request: string,
  { hasAudio, hasVideo }: Pick<StreamProperties, 'hasAudio' | 'hasVideo'>,
  kinds: ReadonlySet<MediaKind>,
): void {
  if (hasAudio && !kinds.has('audio')) {
    throw invalidMessage(`${request}: hasAudio is true, but the stream has no audio track.`);
  }
  if (hasVideo && !kinds.has('video')) {
    throw invalidMessage(`${request}: hasVideo is true, but the stream has no video track.`);
  }
}
