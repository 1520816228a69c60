import type { Handlers } from './handler.ts';

/** Requests about signals. */
export const signalHandlers: Pick<Handlers, 'signal'> = {
  signal({ session, member }, data) {
    session.signals.send(member, data);
    return {};
  },
};
