import type { Transitions } from '../../base/machine.ts';

/** States of a session on the server: `draining` is an empty session whose media room is about to be closed. */
export type SessionState = 'open' | 'draining' | 'closed';
/** What moves it. */
export type SessionInput = 'idleTimeout' | 'joined' | 'timeout' | 'close';

/** The life of a session on the server. */
export const SESSION_LIFECYCLE: Transitions<SessionState, SessionInput> = {
  open: { idleTimeout: 'draining', close: 'closed' },
  draining: { joined: 'open', timeout: 'closed', close: 'closed' },
  closed: {},
};
