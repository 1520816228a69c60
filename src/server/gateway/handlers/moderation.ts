import type { Handlers } from './handler.ts';

type Names = 'forceDisconnect' | 'forceUnpublish' | 'forceMuteStream' | 'forceMuteAll' | 'disableForceMute';

/** Requests about others; the session checks who may make them. */
export const moderationHandlers: Pick<Handlers, Names> = {
  forceDisconnect({ session, member }, data) {
    session.moderation.forceDisconnect(member.permissions, data);
    return {};
  },

  forceUnpublish({ session, member }, data) {
    session.moderation.forceUnpublish(member.permissions, data);
    return {};
  },

  async forceMuteStream({ session, member }, data) {
    await session.moderation.forceMuteStream(member.permissions, data);
    return {};
  },

  async forceMuteAll({ session, member }, data) {
    await session.moderation.forceMuteAll(member.permissions, data);
    return {};
  },

  disableForceMute({ session, member }) {
    session.moderation.disableForceMute(member.permissions);
    return {};
  },
};
