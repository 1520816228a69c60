import type { Transitions } from '../../base/machine.ts';

/** States of a subscriber. */
export type SubscriberState = 'idle' | 'requesting' | 'attaching' | 'blocked' | 'playing' | 'stalled' | 'ended';

/** What moves a subscriber from state to state. */
export type SubscriberInput =
  | 'subscribe'
  | 'granted'
  | 'failed'
  | 'firstFrame'
  | 'blocked'
  | 'resume'
  | 'stall'
  | 'lost'
  | 'gone'
  | 'destroy';

/** The life of a subscriber. A stream without video counts its first RTP packet as its first frame. */
export const SUBSCRIBER_LIFECYCLE: Transitions<SubscriberState, SubscriberInput> = {
  idle: { subscribe: 'requesting', gone: 'ended', destroy: 'ended' },
  requesting: { granted: 'attaching', failed: 'ended', gone: 'ended', destroy: 'ended' },
  attaching: { firstFrame: 'playing', blocked: 'blocked', failed: 'ended', gone: 'ended', destroy: 'ended' },
  blocked: { resume: 'attaching', failed: 'ended', gone: 'ended', destroy: 'ended' },
  playing: { stall: 'stalled', gone: 'ended', destroy: 'ended' },
  stalled: { firstFrame: 'playing', lost: 'requesting', gone: 'ended', destroy: 'ended' },
  ended: {},
};
