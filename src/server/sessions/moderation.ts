import type { ConnectionId, StreamId } from '../../base/ids.ts';
import type { Permissions } from '../../protocol/model.ts';
import type { RequestData } from '../../protocol/requests.ts';
import { notFound, notPermitted } from '../errors.ts';
import type { MediaRoom } from '../ports.ts';
import type { Fact } from './facts.ts';
import type { Member } from './member.ts';
import type { Publishing } from './publishing.ts';
import type { Roster } from './roster.ts';
import type { Stream } from './stream.ts';

/** What whoever moderates may do: a member by its role, a back end everything. */
export type Moderator = Pick<Permissions, 'forceDisconnect' | 'forceUnpublish' | 'forceMute'>;

/** What moderation needs. */
export interface ModerationDeps {
  readonly room: Pick<MediaRoom, 'setTracks'>;
  readonly roster: Roster;
  readonly publishing: Publishing;
  readonly tell: (fact: Fact) => void;
  /** Takes a member out of the session, for `forceDisconnected`. */
  readonly remove: (member: Member) => void;
}

/** What one may do to others in a session. Every method throws `notPermitted` where the moderator may not. */
export class Moderation {
  readonly #deps: ModerationDeps;
  #mutesNewcomers = false;

  constructor(deps: ModerationDeps) {
    this.#deps = deps;
  }

  /** Whether new streams begin muted: from forceMuteAll to disableForceMute. */
  get mutesNewcomers(): boolean {
    return this.#mutesNewcomers;
  }

  /** Ends a connection. Throws `notFound`. */
  forceDisconnect(by: Moderator, { connectionId }: RequestData<'forceDisconnect'>): void {
    if (!by.forceDisconnect) throw refusal('forceDisconnect');
    const { roster, tell, remove } = this.#deps;
    const member = roster.members.get(connectionId as ConnectionId);
    if (member === undefined) throw notFound('forceDisconnect: there is no connection with this id in this session.');
    tell({ fact: 'expelled', connectionId: member.id, reason: 'forceDisconnected' });
    remove(member);
  }

  /** Ends a stream. Throws `notFound`. */
  forceUnpublish(by: Moderator, { streamId }: RequestData<'forceUnpublish'>): void {
    if (!by.forceUnpublish) throw refusal('forceUnpublish');
    const stream = this.#find(streamId, 'forceUnpublish');
    const owner = this.#deps.roster.members.get(stream.owner);
    if (owner !== undefined) this.#deps.publishing.end(owner, stream, 'forceUnpublished');
  }

  /** Mutes a stream; its owner may unmute it. Throws `notFound`. */
  async forceMuteStream(by: Moderator, { streamId }: RequestData<'forceMuteStream'>): Promise<void> {
    if (!by.forceMute) throw refusal('forceMuteStream');
    const stream = this.#find(streamId, 'forceMuteStream');
    const muted = await this.#mute([stream]);
    if (muted.length > 0) this.#deps.tell({ fact: 'muteForced', streamIds: muted });
  }

  /** Mutes every stream that is not excluded, those of the moderator too, and from now on those that begin. */
  async forceMuteAll(by: Moderator, { excludedStreamIds }: RequestData<'forceMuteAll'>): Promise<void> {
    if (!by.forceMute) throw refusal('forceMuteAll');
    this.#mutesNewcomers = true;
    const excluded = new Set<string>(excludedStreamIds);
    const streams = [...this.#deps.roster.streams.values()].filter(({ id }) => !excluded.has(id));
    this.#deps.tell({ fact: 'muteForced', streamIds: await this.#mute(streams), active: true });
  }

  /** New streams begin as their owners want them; what is muted stays so. */
  disableForceMute(by: Moderator): void {
    if (!by.forceMute) throw refusal('disableForceMute');
    this.#mutesNewcomers = false;
    this.#deps.tell({ fact: 'muteForced', streamIds: [], active: false });
  }

  /** Stops the sound of streams; the ids of those that had any. One that ends meanwhile is silent anyway. */
  async #mute(streams: readonly Stream[]): Promise<StreamId[]> {
    const { room, roster } = this.#deps;
    const audible = streams.filter((stream) => stream.info.properties.hasAudio);
    await Promise.allSettled(audible.map(({ id }) => room.setTracks(id, { audio: false })));
    const muted = audible.filter((stream) => roster.streams.get(stream.id) === stream);
    for (const stream of muted) stream.update({ hasAudio: false });
    return muted.map(({ id }) => id);
  }

  #find(streamId: string, request: string): Stream {
    const stream = this.#deps.roster.streams.get(streamId as StreamId);
    if (stream === undefined) throw notFound(`${request}: there is no stream with this id in this session.`);
    return stream;
  }
}

function refusal(request: string): Error {
  return notPermitted(`${request}: the token of this connection does not allow it.`);
}
