import type { Handlers } from './handler.ts';

type Names = 'connectTransports' | 'restartIce' | 'renewTransports';

/** Requests about a member's transports. */
export const mediaHandlers: Pick<Handlers, Names> = {
  async connectTransports({ session, member }, data) {
    await session.connectTransports(member, data);
    return {};
  },

  restartIce: ({ session, member }) => session.renewal.restartIce(member.id),

  renewTransports: ({ session, member }) => session.renewal.renew(member),
};
