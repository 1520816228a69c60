import type { MediaEngine, SenderReport } from '../media/engine.ts';
import type { Stream } from '../model/stream.ts';

/** What a publisher says of its stream. */
export type PublishedProperties = Parameters<MediaEngine['publish']>[1];

/** What may change of a live stream. */
export type StreamChanges = Partial<Pick<PublishedProperties, 'hasAudio' | 'hasVideo' | 'videoDimensions'>>;

/** A stream that is being sent, as the session sees it. */
export interface LivePublication {
  /** Changes when this client becomes another connection. */
  readonly streamId: string | undefined;
  /** Milliseconds since the epoch, by the server. */
  readonly createdAt: number;
  readonly properties: PublishedProperties | undefined;
  readonly muted: boolean | undefined;
  /** A count that grows while the server hears the stream; undefined while nothing is sent. */
  countFeedback(): Promise<number | undefined>;
}

/** What a publisher needs of the session it is published to; the session makes it. */
export interface PublishLink {
  /** The Session, for `publisher.session`; the publisher never calls it. */
  readonly session: object;
  readonly engine: Pick<MediaEngine, 'publish' | 'milestones'>;
  /** The stream is live. */
  opened(publication: LivePublication): void;
  /**
   * Tells the server, and is the owner of the own Stream's properties: what turns off is off at once, what turns on is on
   * when the server has confirmed; emits streamPropertyChanged accordingly. `reason`: it was the line that switched the picture.
   */
  updateStream(streamId: string, changes: StreamChanges, reason?: 'quality'): Promise<void>;
  /** Tells the viewers of the stream how well it is carried away. */
  reportSending(streamId: string, report: SenderReport): void;
  /** Makes the Stream object of what the engine has just published and keeps it among the session's own. */
  registerStream(info: { streamId: string; createdAt: number; properties: PublishedProperties }): Stream;
  /**
   * The publisher ended its stream by itself (destroyed, or its media stopped) and has closed the media: the session
   * tells the server and forgets the stream. `streamId` may be unknown to the session when publishing had timed out.
   */
  closed(reason: 'clientDisconnected' | 'mediaStopped', streamId: string): void;
}
