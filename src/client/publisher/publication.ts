import { createDeferred } from '../../base/deferred.ts';
import { SerialQueue } from '../../base/serial-queue.ts';
import { createError } from '../errors/catalogue.ts';
import type { OutgoingMedia, OutgoingTrack, SenderReport, SentEncoding, VideoEncoding } from '../media/engine.ts';
import type { EncryptionInfo } from '../model/encryption.ts';
import type { LivePublication, PublishedProperties, PublishLink, StreamChanges } from './link.ts';
import { type PublisherStats, PublisherStatsReader } from './stats.ts';

/** Longest time from the request to the live stream. */
const PUBLISH_TIMEOUT_MS = 15_000;

/** What a stream should be sending now. */
export interface Outgoing {
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
  readonly videoDimensions?: { readonly width: number; readonly height: number } | undefined;
  readonly audioTrack?: MediaStreamTrack | undefined;
  /** Undefined while the camera is closed, or its picture held back. */
  readonly videoTrack: MediaStreamTrack | undefined;
  /** It was the line that switched the picture off or on. */
  readonly reason?: 'quality' | undefined;
}

/** One stay of a publisher in a session: from the request to the end of the stream. */
export class Publication implements LivePublication {
  readonly #link: PublishLink;
  readonly #cancelled = createDeferred<never>();
  readonly #queue = new SerialQueue();
  readonly #stats = new PublisherStatsReader();
  #media: OutgoingMedia | undefined;
  #told: PublishedProperties | undefined;
  readonly #tracks = new Map<string, MediaStreamTrack | undefined>();
  #closed = false;

  constructor(link: PublishLink) {
    this.#link = link;
    this.#cancelled.promise.catch(() => undefined);
  }

  get encryption(): EncryptionInfo | undefined {
    return this.#media?.encryption;
  }

  get streamId(): string | undefined {
    return this.#media?.streamId;
  }
  get createdAt(): number {
    return this.#media?.createdAt ?? 0;
  }
  get properties(): PublishedProperties | undefined {
    return this.#told;
  }
  get muted(): boolean | undefined {
    return this.#media?.muted;
  }

  /** Grows while the server hears the stream; undefined while nothing is sent. */
  async countFeedback(): Promise<number | undefined> {
    const sends = this.#told?.hasAudio === true || this.#told?.hasVideo === true;
    return sends && !this.#closed ? await this.#media?.countFeedback() : undefined;
  }

  /** Sends the tracks; rejects with what the engine says, OT_TIMEOUT after 15 s, or what {@link cancel} was given. */
  async open(tracks: readonly OutgoingTrack[], properties: PublishedProperties): Promise<OutgoingMedia> {
    this.#told = properties;
    for (const { track } of tracks) this.#tracks.set(track.kind, track);
    const timer = setTimeout(() => this.cancel(this.#timeout()), PUBLISH_TIMEOUT_MS);
    const published = this.#link.engine.publish(tracks, properties);
    try {
      this.#media = await Promise.race([published, this.#cancelled.promise]);
      this.#link.opened(this);
      return this.#media;
    } catch (error) {
      this.#closed = true;
      // A late success is taken back.
      published.then(
        (late) => this.#release(late, 'clientDisconnected'),
        () => undefined,
      );
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Makes a pending {@link open} reject with `reason`. */
  cancel(reason: unknown): void {
    this.#cancelled.reject(reason);
  }

  /** Brings what is sent, and what the server was told, in line with what `read` says when its turn comes. */
  sync(read: () => Outgoing): Promise<void> {
    return this.#queue.run(async () => {
      const { audioTrack, videoTrack, ...wanted } = read();
      if (audioTrack !== undefined) await this.#replace('audio', audioTrack);
      if (wanted.hasVideo) await this.#replace('video', videoTrack);
      await this.#tell(wanted);
      if (!wanted.hasVideo) await this.#replace('video', videoTrack);
    });
  }

  /** Changes how the video is encoded; see {@link OutgoingMedia.shapeVideo}. */
  async shape(change: (published: readonly VideoEncoding[]) => readonly SentEncoding[]): Promise<void> {
    if (!this.#closed) await this.#media?.shapeVideo(change);
  }

  /** The browser's report of what is sent; rejects with OT_GET_RTC_STATS_REPORT_NOT_SUPPORTED where it makes none. */
  async getReport(): Promise<RTCStatsReport> {
    const reports = (await this.#media?.getStats()) ?? [];
    if (reports.length === 0) {
      throw createError('OT_GET_RTC_STATS_REPORT_NOT_SUPPORTED', 'getRtcStatsReport: this browser makes no report');
    }
    return new Map(reports.flatMap((report) => [...report]));
  }

  /** The numbers of what is sent. */
  async readStats(): Promise<PublisherStats> {
    return this.#stats.read([...(await this.getReport()).values()], Date.now());
  }

  /** Tells the viewers how well the stream is carried away. */
  reportSending(report: SenderReport): void {
    if (!this.#closed && this.#media !== undefined) this.#link.reportSending(this.#media.streamId, report);
  }

  /** Ends the stream; with a reason the session is told, without one it knows already. Idempotent. */
  close(reason?: 'clientDisconnected' | 'mediaStopped'): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#media === undefined) return;
    if (reason === undefined) this.#media.close();
    else this.#release(this.#media, reason);
  }

  async #replace(kind: 'audio' | 'video', track: MediaStreamTrack | undefined): Promise<void> {
    if (this.#closed || track === this.#tracks.get(kind) || this.#media === undefined) return;
    this.#tracks.set(kind, track);
    await this.#media.replaceTrack(kind, track ?? null);
  }

  async #tell(wanted: Omit<Outgoing, 'audioTrack' | 'videoTrack'>): Promise<void> {
    if (this.#closed || this.#media === undefined || this.#told === undefined) return;
    const { hasAudio, hasVideo, videoDimensions: size, reason } = wanted;
    const { width, height } = this.#told.videoDimensions ?? {};
    const resized = size !== undefined && (size.width !== width || size.height !== height);
    const changes: StreamChanges = {
      ...(hasAudio !== this.#told.hasAudio && { hasAudio }),
      ...(hasVideo !== this.#told.hasVideo && { hasVideo }),
      ...(resized && { videoDimensions: size }),
    };
    if (Object.keys(changes).length === 0) return;
    this.#told = { ...this.#told, ...changes };
    const why = changes.hasVideo === undefined ? undefined : reason;
    await this.#link.updateStream(this.#media.streamId, changes, why);
  }

  #release(media: OutgoingMedia, reason: 'clientDisconnected' | 'mediaStopped'): void {
    media.close();
    this.#link.closed(reason, media.streamId);
  }

  #timeout(): Error {
    const { iceConnectedAt, dtlsConnectedAt } = this.#link.engine.milestones;
    const secured = dtlsConnectedAt === undefined ? 'DTLS' : 'signaling (the server did not confirm the stream)';
    const phase = iceConnectedAt === undefined ? 'ICE' : secured;
    return createError('OT_TIMEOUT', `Session.publish :: not live after 15 s; it waits for: ${phase}`);
  }
}
