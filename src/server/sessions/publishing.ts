import { createUuid, type StreamId } from '../../base/ids.ts';
import type { EndReason, StreamProperties } from '../../protocol/model.ts';
import type { RequestData, RequestReply } from '../../protocol/requests.ts';
import { conflict, invalidMessage, notFound, notPermitted, streamLimit } from '../errors.ts';
import type { MediaRoom, Track } from '../ports.ts';
import type { CountsFeed } from './counts-feed.ts';
import type { Fact } from './facts.ts';
import type { Limits } from './limits.ts';
import type { Member } from './member.ts';
import type { Offers } from './offers.ts';
import type { Roster } from './roster.ts';
import { checkTracks, Stream } from './stream.ts';

/** What publishing needs. */
export interface PublishingDeps {
  readonly room: MediaRoom;
  readonly roster: Roster;
  readonly offers: Offers;
  readonly limits: Limits;
  readonly feed: Pick<CountsFeed, 'carry'>;
  /** Whether new streams begin without sound. */
  readonly mutesNewcomers: () => boolean;
  readonly tell: (fact: Fact) => void;
}

/** Streams of a session: their beginning, changes and end. */
export class Publishing {
  readonly #deps: PublishingDeps;
  /** Streams whose media is being made: they have their place already. */
  readonly #starting = new Set<StreamId>();

  constructor(deps: PublishingDeps) {
    this.#deps = deps;
  }

  /** Publishes a stream. Throws `notPermitted`, `streamLimit`, `invalidMessage`, `encryptionTooWeak`. */
  async publish(member: Member, data: RequestData<'publish'>): Promise<RequestReply<'publish'>> {
    if (!member.permissions.publish) throw notPermitted('publish: the token of this connection does not allow it.');
    if (data.streamId !== undefined) return await this.#restore(member, data.streamId, data.tracks);
    this.#checkPlace(member);
    const streamId = createUuid() as StreamId;
    this.#starting.add(streamId);
    try {
      return await this.#start(member, streamId, data);
    } finally {
      this.#starting.delete(streamId);
    }
  }

  /** Changes an own stream. Throws `notFound`, `invalidMessage`. */
  async update(member: Member, data: RequestData<'updateStream'>): Promise<void> {
    const { streamId, reason, ...wanted } = data;
    const stream = this.#own(member, streamId);
    const { properties } = stream.info;
    // A moderator's mute is carried out here first, and repeated by the client.
    const changes = differences(properties, wanted);
    if (Object.keys(changes).length === 0) return;
    checkTracks('updateStream', { ...properties, ...changes }, stream.kinds);
    // Media that is being brought back comes as the stream is then.
    if (this.#deps.room.carries(stream.id)) {
      await this.#deps.room.setTracks(stream.id, {
        ...(changes.hasAudio !== undefined && { audio: changes.hasAudio }),
        ...(changes.hasVideo !== undefined && { video: changes.hasVideo }),
      });
    }
    if (this.#deps.roster.streams.get(stream.id) !== stream) throw notFound('updateStream: the stream has just ended.');
    stream.update(changes);
    if (changes.videoDimensions !== undefined) this.#deps.room.describe(stream.id, toPicture(stream.info.properties));
    this.#deps.tell({
      fact: 'streamUpdated',
      streamId,
      owner: member.id,
      changes,
      ...(reason !== undefined && changes.hasVideo !== undefined && { reason }),
    });
  }

  /** Tells the viewers of an own stream how well it is carried away, unless they have just been told. Throws `notFound`. */
  report(member: Member, { streamId, ...report }: RequestData<'reportSending'>): void {
    const stream = this.#own(member, streamId);
    if (!stream.reports.take()) return;
    const viewers = [...stream.viewers.keys()].filter((id) => id !== member.id);
    if (viewers.length > 0) this.#deps.tell({ fact: 'sendingReported', streamId, viewers, report });
  }

  /** Ends an own stream. Throws `notFound`. */
  unpublish(member: Member, { streamId, reason }: RequestData<'unpublish'>): void {
    this.end(member, this.#own(member, streamId), reason ?? 'clientDisconnected');
  }

  /** Ends a stream and every subscription to it. */
  end(owner: Member, stream: Stream, reason: EndReason): void {
    const { room, roster, feed, tell } = this.#deps;
    room.unpublish(stream.id);
    roster.removeStream(owner, stream);
    const counts = feed.carry(({ id }) => id !== owner.id);
    tell({ fact: 'streamDestroyed', streamId: stream.id, owner: owner.id, reason, counts });
  }

  /** Ends all streams of a member. */
  endAll(owner: Member, reason: EndReason): void {
    for (const id of [...owner.streams]) {
      const stream = this.#deps.roster.streams.get(id);
      if (stream !== undefined) this.end(owner, stream, reason);
    }
  }

  #checkPlace(member: Member): void {
    const { roster, limits } = this.#deps;
    if (member.streams.size >= limits.streamsPerConnection) {
      throw streamLimit(`publish: a connection may have ${limits.streamsPerConnection} streams.`);
    }
    if (roster.streams.size + this.#starting.size >= limits.streamsPerSession) {
      throw streamLimit(`publish: this session may have ${limits.streamsPerSession} streams at a time.`);
    }
  }

  async #start(
    member: Member,
    streamId: StreamId,
    { properties, tracks }: RequestData<'publish'>,
  ): Promise<RequestReply<'publish'>> {
    const { room, roster, offers, feed, mutesNewcomers, tell } = this.#deps;
    const kinds = new Set(tracks.map(({ kind }) => kind));
    if (kinds.size !== tracks.length) throw invalidMessage('publish: tracks: at most one of each kind.');
    checkTracks('publish', properties, kinds);
    let muted = properties.hasAudio && mutesNewcomers();
    await room.publish(member.id, streamId, toTracks(tracks, muted ? { ...properties, hasAudio: false } : properties));
    room.describe(streamId, toPicture(properties));
    const made = await offers.make(member, streamId);
    if (properties.hasAudio && !muted && mutesNewcomers()) {
      muted = true;
      await room.setTracks(streamId, { audio: false });
    }
    if (member.refused || roster.members.get(member.id) !== member) {
      room.unpublish(streamId);
      throw notFound('publish: this connection has just ended.');
    }
    const shown = muted ? { ...properties, hasAudio: false } : properties;
    const stream = new Stream(streamId, member, shown, kinds);
    this.#starting.delete(streamId);
    roster.addStream(member, stream);
    offers.open(stream, made);
    const counts = feed.carry(({ id }) => id !== member.id);
    tell({ fact: 'streamCreated', stream: stream.info, owner: member.info, offers: made, counts });
    return { streamId, createdAt: stream.createdAt, ...(muted && { muted }) };
  }

  /** Gives a stream whose transport was renewed its media again. */
  async #restore(
    member: Member,
    streamId: string,
    tracks: RequestData<'publish'>['tracks'],
  ): Promise<RequestReply<'publish'>> {
    const { room, roster, tell } = this.#deps;
    const stream = this.#own(member, streamId);
    if (room.carries(stream.id)) throw conflict('publish: this stream has its media.');
    const kinds = new Set(tracks.map(({ kind }) => kind));
    if (
      kinds.size !== tracks.length ||
      kinds.size !== stream.kinds.size ||
      ![...kinds].every((kind) => stream.kinds.has(kind))
    ) {
      throw invalidMessage('publish: tracks: a stream is brought back with the kinds it had.');
    }
    await room.publish(member.id, stream.id, toTracks(tracks, stream.info.properties));
    if (member.refused || roster.streams.get(stream.id) !== stream) {
      room.unpublish(stream.id);
      throw notFound('publish: the stream has just ended.');
    }
    const { properties } = stream.info;
    room.describe(stream.id, toPicture(properties));
    // It may have been muted meanwhile.
    await room.setTracks(stream.id, { audio: properties.hasAudio, video: properties.hasVideo });
    tell({ fact: 'streamRestored', streamId: stream.id, owner: member.id });
    return { streamId: stream.id, createdAt: stream.createdAt };
  }

  #own(member: Member, streamId: string): Stream {
    const stream = this.#deps.roster.streams.get(streamId as StreamId);
    // Another's stream looks like none.
    if (stream === undefined || stream.owner !== member.id)
      throw notFound('This connection has no stream with this id.');
    return stream;
  }
}

function toTracks(
  tracks: RequestData<'publish'>['tracks'],
  { hasAudio, hasVideo }: Pick<StreamProperties, 'hasAudio' | 'hasVideo'>,
): Track[] {
  return tracks.map(({ kind, rtpParameters }) => ({
    kind,
    rtpParameters,
    paused: kind === 'audio' ? !hasAudio : !hasVideo,
  }));
}

function toPicture({ videoDimensions, frameRate }: StreamProperties) {
  return { ...(videoDimensions ?? { width: 0, height: 0 }), frameRate };
}

type StreamChanges = Pick<StreamProperties, 'videoDimensions'> &
  Partial<Pick<StreamProperties, 'hasAudio' | 'hasVideo'>>;

/** Those of the changes that change something. */
function differences(
  properties: StreamProperties,
  { hasAudio, hasVideo, videoDimensions: size }: StreamChanges,
): StreamChanges {
  const { width, height } = properties.videoDimensions ?? {};
  return {
    ...(hasAudio !== undefined && hasAudio !== properties.hasAudio && { hasAudio }),
    ...(hasVideo !== undefined && hasVideo !== properties.hasVideo && { hasVideo }),
    ...(size !== undefined && (size.width !== width || size.height !== height) && { videoDimensions: size }),
  };
}
