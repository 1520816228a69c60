import type { NetworkDegradationSource, TransportQuality } from '../quality/network-condition.ts';
import { type StatsEntry, toNumber } from '../quality/stats-entry.ts';
import { type Totals, Window } from '../quality/window.ts';

/** Numbers of a subscription's sound. */
export interface AudioStats {
  readonly bytesReceived: number;
  readonly packetsLost: number;
  readonly packetsReceived: number;
}

/** Numbers of a subscription's picture; what the browser does not count is absent. Durations in seconds. */
export interface VideoStats extends AudioStats {
  /** For example `VP8`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Frames per second as the browser says. */
  readonly frameRate: number;
  /** Decoded frames per second, over the last second or two. */
  readonly decodedFrameRate: number;
  /** Bits per second of the picture, over the last second or two. */
  readonly bitrate: number;
  /** The same with headers and with what was sent twice. */
  readonly totalBitrate: number;
  readonly framesDecoded: number;
  readonly freezeCount?: number;
  readonly totalFreezesDuration?: number;
  readonly pauseCount?: number;
  readonly totalPausesDuration?: number;
}

/** How well the network carries the stream, at both ends. */
export interface MediaLinkStats {
  /** This end. No browser estimates what it can receive: the bandwidth is 0, unknown. */
  readonly transport: TransportQuality;
  /** The publisher's end, where it publishes with `publishSenderStats`. */
  readonly remotePublisherTransport?: TransportQuality;
  readonly networkDegradationSource: NetworkDegradationSource;
}

/** @deprecated What a publisher with `publishSenderStats` can send, in bits per second; use `mediaLink`. */
export interface SenderStats {
  readonly connectionMaxAllocatedBitrate: number;
  readonly connectionEstimatedBandwidth: number;
}

/** Numbers of one subscription; `timestamp` in milliseconds since the epoch. */
export interface SubscriberStats {
  readonly audio?: AudioStats;
  readonly video?: VideoStats;
  readonly mediaLink: MediaLinkStats;
  /** @deprecated Use `mediaLink.remotePublisherTransport`. */
  readonly senderStats?: SenderStats;
  readonly timestamp: number;
}

/** What has been counted up to a moment. */
interface Counted extends Totals {
  readonly framesDecoded: number;
  readonly bytes: number;
  readonly bytesInAll: number;
}

function toAudio(entry: StatsEntry): AudioStats {
  return {
    bytesReceived: toNumber(entry.bytesReceived),
    packetsLost: toNumber(entry.packetsLost),
    packetsReceived: toNumber(entry.packetsReceived),
  };
}

function toCounted(entry: StatsEntry, atMs: number): Counted {
  const received = toNumber(entry.bytesReceived);
  return {
    atMs,
    framesDecoded: toNumber(entry.framesDecoded),
    bytes: received - toNumber(entry.retransmittedBytesReceived),
    bytesInAll: received + toNumber(entry.headerBytesReceived),
  };
}

const OPTIONAL = ['freezeCount', 'totalFreezesDuration', 'pauseCount', 'totalPausesDuration'] as const;

function toVideo(entry: StatsEntry, codec: StatsEntry | undefined, now: Counted, before: Counted): VideoStats {
  const seconds = Math.max(now.atMs - before.atMs, 1) / 1000;
  const rate = (total: number, start: number) => Math.max(0, total - start) / seconds;
  const decodedFrameRate = rate(now.framesDecoded, before.framesDecoded);
  const counted = OPTIONAL.filter((name) => typeof entry[name] === 'number');
  return {
    ...toAudio(entry),
    codec: String(codec?.mimeType ?? '').replace('video/', ''),
    width: toNumber(entry.frameWidth),
    height: toNumber(entry.frameHeight),
    frameRate: typeof entry.framesPerSecond === 'number' ? entry.framesPerSecond : decodedFrameRate,
    decodedFrameRate,
    bitrate: Math.round(8 * rate(now.bytes, before.bytes)),
    totalBitrate: Math.round(8 * rate(now.bytesInAll, before.bytesInAll)),
    framesDecoded: now.framesDecoded,
    ...Object.fromEntries(counted.map((name) => [name, entry[name] as number])),
  };
}

/** The numbers that are read from a report alone. */
export type MediaStats = Pick<SubscriberStats, 'audio' | 'video' | 'timestamp'>;

/** Reads the numbers out of browsers' reports (W3C webrtc-stats, `inbound-rtp`); keeps what rates are measured from. */
export class StatsReader {
  readonly #window: Window<Counted>;

  /** `startedAtMs`: when media could come at the earliest, milliseconds since the epoch. */
  constructor(startedAtMs: number) {
    this.#window = new Window<Counted>({ atMs: startedAtMs, framesDecoded: 0, bytes: 0, bytesInAll: 0 });
  }

  /** The numbers now; `timestamp` in milliseconds since the epoch. */
  read(entries: readonly StatsEntry[], timestamp: number): MediaStats {
    const inbound = entries.filter((entry) => entry.type === 'inbound-rtp');
    const audio = inbound.find((entry) => entry.kind === 'audio');
    const video = inbound.find((entry) => entry.kind === 'video');
    return {
      ...(audio !== undefined && { audio: toAudio(audio) }),
      ...(video !== undefined && { video: this.#readVideo(video, entries, timestamp) }),
      timestamp,
    };
  }

  #readVideo(entry: StatsEntry, entries: readonly StatsEntry[], timestamp: number): VideoStats {
    const now = toCounted(entry, timestamp);
    const codec = entries.find(({ id }) => id === entry.codecId);
    return toVideo(entry, codec, now, this.#window.slide(now));
  }
}
