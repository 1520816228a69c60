import type { MediaEngine, SubscribeOptions } from '../media/engine.ts';

/** What a subscriber needs of the session it belongs to; the session makes it. */
export interface SubscribeLink {
  /** The Session, for `subscriber.session`; the subscriber never calls it. */
  readonly session: object;
  readonly engine: Pick<MediaEngine, 'subscribe' | 'milestones'>;
  /** Made by the server in advance: taken without a round trip. */
  readonly offer?: NonNullable<SubscribeOptions['offer']>;
  /** The subscriber ended by itself and has closed its media: the session forgets it. */
  closed(): void;
}
