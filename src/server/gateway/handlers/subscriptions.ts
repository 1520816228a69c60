import type { Handlers } from './handler.ts';

type Names = 'subscribe' | 'playSubscription' | 'updateSubscription' | 'unsubscribe' | 'requestKeyFrame';

/** Requests about a member's subscriptions. */
export const subscriptionHandlers: Pick<Handlers, Names> = {
  subscribe: ({ session, member }, data) => session.subscribing.subscribe(member, data),

  async playSubscription({ session, member }, data) {
    await session.subscribing.play(member, data);
    return {};
  },

  async updateSubscription({ session, member }, data) {
    await session.subscribing.update(member, data);
    return {};
  },

  unsubscribe({ session, member }, data) {
    session.subscribing.unsubscribe(member, data);
    return {};
  },

  async requestKeyFrame({ session, member }, data) {
    await session.subscribing.requestKeyFrame(member, data);
    return {};
  },
};
