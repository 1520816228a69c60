import type { ConnectionId } from '../../base/ids.ts';
import type { RequestReply } from '../../protocol/requests.ts';
import { encryptionTooWeak, notFound, rateLimited } from '../errors.ts';
import type { Logger, MediaRoom, MemberTransports } from '../ports.ts';
import type { Fact } from './facts.ts';
import type { Member } from './member.ts';
import type { Roster } from './roster.ts';
import type { Subscribing } from './subscribing.ts';

/** What renewing needs. */
export interface RenewalDeps {
  readonly room: MediaRoom;
  readonly roster: Roster;
  readonly subscribing: Subscribing;
  readonly logger: Logger;
  readonly tell: (fact: Fact) => void;
}

/** New ways for media where the old ones can't be used any more; streams and subscriptions keep their ids and wait. */
export class Renewal {
  readonly #deps: RenewalDeps;

  constructor(deps: RenewalDeps) {
    this.#deps = deps;
  }

  /** The media server lost everything: begins anew and gives each member its transports. Throws when no media worker comes up. */
  async renewAll(): Promise<void> {
    const { room, roster, subscribing, logger, tell } = this.#deps;
    for (const member of roster.members.values()) subscribing.endOffers(member);
    await room.reopen();
    await Promise.all(
      [...roster.members.values()].map(async (member) => {
        if (member.refused) return;
        try {
          const transports = await this.#open(member);
          tell({ fact: 'mediaRenewed', connectionId: member.id, transports });
        } catch (error) {
          // Gone meanwhile, or the new worker is dead too: then everything begins once more.
          logger.warn({ err: error }, 'the media of a connection could not be renewed');
        }
      }),
    );
  }

  /** A member's own wish. Throws `rateLimited`, `encryptionTooWeak`, `notReady`. */
  async renew(member: Member): Promise<RequestReply<'renewTransports'>> {
    const { room, roster, subscribing } = this.#deps;
    if (!member.renewals.take()) throw rateLimited('renewTransports: too often; wait a few seconds.');
    if (member.refused) throw encryptionTooWeak('This session demands a stronger SRTP suite than this connection has.');
    subscribing.endOffers(member);
    for (const streamId of member.streams) {
      const subscriptions = roster.streams.get(streamId)?.subscriptions ?? [];
      for (const [{ taken }, viewer] of [...subscriptions]) if (!taken) subscribing.endOffers(viewer);
    }
    room.closeMember(member.id);
    return toRenewedMedia(await this.#open(member));
  }

  async #open(member: Member): Promise<MemberTransports> {
    const { room, roster } = this.#deps;
    const transports = await room.openMember(member.id, member.media);
    if (roster.members.get(member.id) === member) return transports;
    room.closeMember(member.id);
    throw notFound('This connection has just ended.');
  }

  /** New ICE credentials for a member's transports. Throws `notReady` when they are gone. */
  async restartIce(connectionId: ConnectionId): Promise<RequestReply<'restartIce'>> {
    return await this.#deps.room.restartIce(connectionId);
  }
}

/** Transports as they travel. */
export function toRenewedMedia({ server, send, recv }: MemberTransports): RequestReply<'renewTransports'> {
  return {
    ...(server !== undefined && { mediaServer: server }),
    ...(send !== undefined && { sendTransport: send }),
    ...(recv !== undefined && { recvTransport: recv }),
  };
}
