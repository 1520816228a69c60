import type { types } from 'mediasoup-client';
import { createError } from '../../errors/catalogue.ts';
import type { EncryptionInfo } from '../../model/encryption.ts';
import type { OutgoingMedia, OutgoingTrack, SentEncoding, VideoEncoding } from '../engine.ts';
import type { Leg } from './leg.ts';
import { SenderEncodings } from './sender-encodings.ts';

type Kind = 'audio' | 'video';
type Shape = (published: readonly VideoEncoding[]) => readonly SentEncoding[];

/** What brings a stream to the server, until that has to be renewed. */
export interface OutgoingWay {
  readonly leg: Leg;
  readonly producers: readonly types.Producer[];
  /** Resolves when the videos have been let go; until then their senders have no track of their own. */
  readonly started: Promise<void>;
}

/** What the server says of a stream. */
export interface PublishedStream {
  readonly streamId: string;
  readonly createdAt: number;
  readonly muted?: boolean | undefined;
}

/** A stream that the server has; it outlives its transport. */
export class OutgoingStream implements OutgoingMedia {
  readonly #published: readonly OutgoingTrack[];
  readonly #tracks = new Map<Kind, MediaStreamTrack | null>();
  readonly #onClosed: (self: OutgoingStream) => void;
  #stream: PublishedStream;
  #way: OutgoingWay;
  #encodings: SenderEncodings | undefined;
  #shape: Shape | undefined;
  #closed = false;

  constructor(deps: {
    tracks: readonly OutgoingTrack[];
    stream: PublishedStream;
    way: OutgoingWay;
    onClosed: (self: OutgoingStream) => void;
  }) {
    this.#published = deps.tracks;
    for (const { track } of deps.tracks) this.#tracks.set(track.kind as Kind, track);
    this.#stream = deps.stream;
    this.#onClosed = deps.onClosed;
    this.#way = deps.way;
    this.#follow();
  }

  get streamId(): string {
    return this.#stream.streamId;
  }
  get createdAt(): number {
    return this.#stream.createdAt;
  }
  get muted(): boolean | undefined {
    return this.#stream.muted;
  }
  get encryption(): EncryptionInfo | undefined {
    return this.#way.leg.encryption;
  }
  get closed(): boolean {
    return this.#closed;
  }

  /** The tracks as they are now, to be published once more. */
  tracksNow(): OutgoingTrack[] {
    return this.#published.map((outgoing) => {
      const track = this.#live(outgoing.track.kind as Kind) ?? outgoing.standIn?.() ?? outgoing.track;
      return { ...outgoing, track };
    });
  }

  /** Goes another way from now on; `stream`: as which stream. */
  async renew(way: OutgoingWay, stream: PublishedStream): Promise<void> {
    if (this.#closed) {
      for (const producer of way.producers) producer.close();
      return;
    }
    this.#way = way;
    this.#stream = stream;
    this.#follow();
    // A track that was replaced while this went on, or a picture that is off.
    for (const kind of this.#tracks.keys()) await this.#replace(kind, this.#live(kind));
    if (this.#shape !== undefined) await this.#encodings?.shape(this.#shape);
  }

  async replaceTrack(kind: Kind, track: MediaStreamTrack | null): Promise<void> {
    if (!this.#tracks.has(kind)) {
      throw createError('OT_NOT_SUPPORTED', `The stream was published without ${kind}: there is nothing to replace.`);
    }
    this.#tracks.set(kind, track);
    await this.#replace(kind, track);
  }

  async shapeVideo(shape: Shape): Promise<void> {
    this.#shape = shape;
    await this.#encodings?.shape(shape);
  }

  getStats(): Promise<RTCStatsReport[]> {
    return Promise.all(this.#way.producers.map((producer) => producer.getStats()));
  }

  countFeedback(): Promise<number> {
    return this.#way.leg.countHeard();
  }

  close(): void {
    this.#closed = true;
    for (const producer of this.#way.producers) producer.close();
    this.#onClosed(this);
  }

  #live(kind: Kind): MediaStreamTrack | null {
    const track = this.#tracks.get(kind);
    return track?.readyState === 'live' ? track : null;
  }

  #follow(): void {
    const sender = this.#way.producers.find(({ kind }) => kind === 'video')?.rtpSender;
    this.#encodings = sender && new SenderEncodings(sender);
  }

  async #replace(kind: Kind, track: MediaStreamTrack | null): Promise<void> {
    const { producers, started } = this.#way;
    // Letting the video go and replacing it at once would leave either of the two.
    if (kind === 'video') await started.catch(() => undefined);
    const producer = producers.find((candidate) => candidate.kind === kind);
    if (producer === undefined || producer.closed || producer.track === track) return;
    await producer.replaceTrack({ track });
  }
}
