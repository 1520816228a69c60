import type { Transitions } from '../../base/machine.ts';

/** States of a session. */
export type SessionState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'disconnecting' | 'disconnected';

/** What moves a session from state to state. */
export type SessionInput = 'connect' | 'joined' | 'failed' | 'lost' | 'disconnect' | 'expelled' | 'left';

/** The life of a session; after `disconnected` it can connect again. */
export const SESSION_LIFECYCLE: Transitions<SessionState, SessionInput> = {
  idle: { connect: 'connecting' },
  connecting: { joined: 'connected', failed: 'disconnected', disconnect: 'disconnecting' },
  connected: { lost: 'reconnecting', disconnect: 'disconnecting', expelled: 'disconnected' },
  reconnecting: {
    joined: 'connected',
    failed: 'disconnected',
    disconnect: 'disconnecting',
    expelled: 'disconnected',
  },
  disconnecting: { left: 'disconnected' },
  disconnected: { connect: 'connecting' },
};
