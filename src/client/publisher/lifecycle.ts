import type { Transitions } from '../../base/machine.ts';

/** States of a publisher. */
export type PublisherState = 'idle' | 'acquiring' | 'ready' | 'publishing' | 'live' | 'ended';

/** What moves a publisher from state to state. */
export type PublisherInput =
  | 'acquire'
  | 'acquired'
  | 'denied'
  | 'publish'
  | 'published'
  | 'failed'
  | 'unpublish'
  | 'lost'
  | 'trackEnded'
  | 'destroy';

/** The life of a publisher. */
export const PUBLISHER_LIFECYCLE: Transitions<PublisherState, PublisherInput> = {
  idle: { acquire: 'acquiring', destroy: 'ended' },
  acquiring: { acquired: 'ready', denied: 'ended', destroy: 'ended' },
  ready: { publish: 'publishing', destroy: 'ended' },
  publishing: { published: 'live', failed: 'ready', destroy: 'ended' },
  live: { unpublish: 'ready', lost: 'publishing', trackEnded: 'ready', destroy: 'ended' },
  ended: {},
};
