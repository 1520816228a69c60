import type { Handlers } from './handler.ts';

/** Requests about a member's own streams. */
export const streamHandlers: Pick<Handlers, 'publish' | 'unpublish' | 'updateStream' | 'reportSending'> = {
  publish: ({ session, member }, data) => session.publishing.publish(member, data),

  unpublish({ session, member }, data) {
    session.publishing.unpublish(member, data);
    return {};
  },

  async updateStream({ session, member }, data) {
    await session.publishing.update(member, data);
    return {};
  },

  reportSending({ session, member }, data) {
    session.publishing.report(member, data);
    return {};
  },
};
