import type { Handlers } from './handler.ts';

/** Requests about a member's transports. */
export const mediaHandlers: Pick<Handlers, 'connectTransports'> = {
  async connectTransports({ session, member }, data) {
    await session.connectTransports(member, data);
    return {};
  },
};
