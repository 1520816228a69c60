import type { types } from 'mediasoup';
import type { MediaKind } from '../../protocol/media-messages.ts';
import { invalidMessage } from '../errors.ts';
import type { TrackMeasurement } from '../measurements.ts';
import type { Track } from '../ports.ts';
import { KeyFrames, type KeyFramesDeps } from './key-frames.ts';
import { type Ladder, type Picture, toLadder } from './layers.ts';
import { toTrackMeasurement } from './measurements.ts';
import type { MemberTransport } from './transports.ts';

/** One track of a stream: its producer flows when the publisher has not muted it and its transport may carry media. */
class PublishedTrack {
  readonly producer: types.Producer;
  #unmuted: boolean;
  #open: boolean;

  constructor(producer: types.Producer, unmuted: boolean, open: boolean) {
    this.producer = producer;
    this.#unmuted = unmuted;
    this.#open = open;
  }

  get flowing(): boolean {
    return this.#unmuted && this.#open;
  }

  async measure(): Promise<TrackMeasurement | undefined> {
    const stats = await this.producer.getStats().catch(() => undefined);
    return stats && toTrackMeasurement(this.producer, stats);
  }

  async mute(muted: boolean): Promise<void> {
    this.#unmuted = !muted;
    await this.#apply();
  }

  async allow(): Promise<void> {
    this.#open = true;
    await this.#apply();
  }

  async #apply(): Promise<void> {
    if (this.producer.closed) return;
    // Always sent: the worker takes requests in order, so the last wish wins whatever answers are under way.
    if (this.flowing) await this.producer.resume();
    else await this.producer.pause();
  }
}

/** The producers of one published stream. */
export class StreamMedia {
  readonly #tracks = new Map<MediaKind, PublishedTrack>();
  /** Key frames of its video, when it has video. */
  readonly keyFrames: KeyFrames | undefined;

  /** How big its picture is, as the publisher says. */
  picture: Picture = { width: 0, height: 0 };

  constructor(tracks: readonly PublishedTrack[], keyFrames: KeyFrames | undefined) {
    for (const track of tracks) this.#tracks.set(track.producer.kind, track);
    this.keyFrames = keyFrames;
  }

  /** Its producers, video first: a viewer's picture needs more time than its sound. */
  get producers(): types.Producer[] {
    return [...this.#tracks.values()].map(({ producer }) => producer);
  }

  /** Whether pictures are expected of it. */
  get videoFlows(): boolean {
    return this.#tracks.get('video')?.flowing === true;
  }

  /** The layers its video is sent in, given how many a viewer can choose from. */
  ladder(spatial: number, temporal: number): Ladder {
    return toLadder(this.#tracks.get('video')?.producer.rtpParameters.encodings ?? [], spatial, temporal);
  }

  /** Mutes or unmutes its tracks. */
  async setTracks(active: { audio?: boolean; video?: boolean }): Promise<void> {
    const changes: Promise<void>[] = [];
    for (const kind of ['audio', 'video'] as const) {
      const wanted = active[kind];
      const track = this.#tracks.get(kind);
      if (wanted !== undefined && track !== undefined) changes.push(track.mute(!wanted));
    }
    await Promise.all(changes);
  }

  /** The publisher's transport may carry media now. */
  async allow(): Promise<void> {
    await Promise.all([...this.#tracks.values()].map((track) => track.allow()));
  }

  /**
   * Asks for a key frame even while an earlier request is pending. It interrupts every viewer until the frame comes, so
   * it is for the only viewer, who has no picture yet anyway.
   */
  async insistOnKeyFrame(): Promise<void> {
    const track = this.#tracks.get('video');
    if (track === undefined || !track.flowing || track.producer.closed) return;
    // Both at once: the worker takes them back to back, so no packet is lost between.
    await Promise.all([track.producer.pause(), track.producer.resume()]);
  }

  /** Bytes that have come in. */
  async countReceivedBytes(): Promise<number> {
    const stats = await Promise.all(this.producers.map((producer) => producer.getStats()));
    return stats.flat().reduce((bytes, { byteCount }) => bytes + byteCount, 0);
  }

  /** What comes in of its tracks now; a track that has just ended is left out. */
  async measure(): Promise<TrackMeasurement[]> {
    const measured = await Promise.all([...this.#tracks.values()].map((track) => track.measure()));
    return measured.filter((track) => track !== undefined);
  }

  /** Ends its producers and with them every consumer of them. Idempotent. */
  close(): void {
    for (const { producer } of this.#tracks.values()) producer.close();
  }
}

/** Starts a stream's tracks on the publisher's transport; when one is refused none is left. */
export async function openStream(
  transport: MemberTransport,
  tracks: readonly Track[],
  keyFrames: Omit<KeyFramesDeps, 'producer'>,
): Promise<StreamMedia> {
  for (const track of tracks) checkKind(track);
  const opened: PublishedTrack[] = [];
  try {
    // Video first: its first packets, a key frame, may be right behind the message that announces it.
    for (const track of [...tracks].sort((a, b) => b.kind.localeCompare(a.kind))) {
      const open = transport.open;
      const producer = await transport.produce({
        kind: track.kind,
        rtpParameters: track.rtpParameters as types.RtpParameters,
        paused: track.paused || !open,
      });
      opened.push(new PublishedTrack(producer, !track.paused, open));
    }
    const video = opened.find(({ producer }) => producer.kind === 'video')?.producer;
    const frames = video === undefined ? undefined : new KeyFrames({ ...keyFrames, producer: video });
    await frames?.open();
    const stream = new StreamMedia(opened, frames);
    // The transport may have become ready while the producers were made.
    if (transport.open) await stream.allow();
    return stream;
  } catch (error) {
    for (const { producer } of opened) producer.close();
    throw error;
  }
}

/** mediasoup takes any codec under any kind, and would then treat sound as a picture. */
function checkKind({ kind, rtpParameters }: Track): void {
  const stranger = rtpParameters.codecs.find(({ mimeType }) => !mimeType.toLowerCase().startsWith(`${kind}/`));
  if (stranger !== undefined) throw invalidMessage(`publish: ${stranger.mimeType} is no ${kind} codec.`);
}
