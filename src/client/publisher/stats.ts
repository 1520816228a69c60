import { judgeSending, type TransportQuality } from '../quality/network-condition.ts';
import { type StatsEntry, toNumber } from '../quality/stats-entry.ts';

/** Numbers of what a publisher sent of one kind. */
export interface SentStats {
  readonly bytesSent: number;
  /** As the server reports it. */
  readonly packetsLost: number;
  readonly packetsSent: number;
}

/** One quality of the picture; rates in bits per second since the previous call, 0 in the first. */
export interface VideoLayerStats {
  /** For example `VP8`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly encodedFrameRate: number;
  readonly bitrate: number;
  /** With headers and padding. */
  readonly totalBitrate: number;
  readonly scalabilityMode?: string;
  readonly qualityLimitationReason?: string;
}

/** Numbers of one publication; `timestamp` in milliseconds since the epoch. */
export interface PublisherStats {
  readonly audio: SentStats;
  readonly video: SentStats & {
    /** Frames per second of the best layer. */
    readonly frameRate: number;
    /** Lowest quality first. */
    readonly layers: readonly VideoLayerStats[];
  };
  readonly mediaLink: { readonly transport: TransportQuality };
  /** @deprecated The same as `mediaLink.transport`. */
  readonly transportStats: TransportQuality;
  readonly timestamp: number;
}

/** What makes a picture that is being sent another one: what limits the encoder now, or its new size or codec. */
export type SentVideoChange = 'none' | 'bandwidth' | 'cpu' | 'other' | 'resolutionChange' | 'codecChange';

interface Rate {
  readonly bytes: number;
  readonly allBytes: number;
  readonly timestamp: number;
  readonly bitrate: number;
  readonly totalBitrate: number;
}

const sum = (entries: readonly StatsEntry[], field: string): number =>
  entries.reduce((total, entry) => total + toNumber(entry[field]), 0);

/** Reads a publication's numbers out of browsers' reports; remembers the last ones, for the rates. */
export class PublisherStatsReader {
  #rates = new Map<string, Rate>();

  read(entries: readonly StatsEntry[], timestamp: number): PublisherStats {
    const outbound = entries.filter(({ type }) => type === 'outbound-rtp');
    const remote = entries.filter(({ type }) => type === 'remote-inbound-rtp');
    const toSent = (kind: string): SentStats => {
      const own = outbound.filter((entry) => entry.kind === kind);
      const packetsLost = sum(
        remote.filter((entry) => entry.kind === kind),
        'packetsLost',
      );
      return { bytesSent: sum(own, 'bytesSent'), packetsLost, packetsSent: sum(own, 'packetsSent') };
    };
    const videos = outbound
      .filter(({ kind }) => kind === 'video')
      .toSorted((one, other) => toNumber(one.frameWidth) - toNumber(other.frameWidth));
    const pair = entries.find(
      ({ type, availableOutgoingBitrate }) => type === 'candidate-pair' && availableOutgoingBitrate !== undefined,
    );
    const transport = {
      connectionEstimatedBandwidth: toNumber(pair?.availableOutgoingBitrate),
      ...judgeSending(videos, entries, remote),
    };
    const layers = videos.map((entry) => this.#toLayer(entry, entries));
    const frameRate = layers.findLast((layer) => layer.encodedFrameRate > 0)?.encodedFrameRate ?? 0;
    const video = { ...toSent('video'), frameRate, layers };
    return { audio: toSent('audio'), video, mediaLink: { transport }, transportStats: transport, timestamp };
  }

  #toLayer(entry: StatsEntry, entries: readonly StatsEntry[]): VideoLayerStats {
    const codec = entries.find(({ id }) => id === entry.codecId);
    const { scalabilityMode, qualityLimitationReason } = entry;
    const { bitrate, totalBitrate } = this.#toRate(entry);
    return {
      codec: String(codec?.mimeType ?? '').replace('video/', ''),
      width: toNumber(entry.frameWidth),
      height: toNumber(entry.frameHeight),
      encodedFrameRate: toNumber(entry.framesPerSecond),
      bitrate,
      totalBitrate,
      ...(typeof scalabilityMode === 'string' && { scalabilityMode }),
      ...(typeof qualityLimitationReason === 'string' && { qualityLimitationReason }),
    };
  }

  #toRate(entry: StatsEntry): Rate {
    const before = this.#rates.get(entry.id);
    const timestamp = toNumber(entry.timestamp);
    const elapsedMs = timestamp - (before?.timestamp ?? timestamp);
    // Browsers repeat a report that is asked for again at once.
    if (before !== undefined && elapsedMs <= 0) return before;
    const bytes = toNumber(entry.bytesSent);
    const allBytes = bytes + toNumber(entry.headerBytesSent);
    const toBitrate = (now: number, then: number | undefined) =>
      then === undefined ? 0 : Math.max(0, Math.round(((now - then) * 8000) / elapsedMs));
    const rate = {
      bytes,
      allBytes,
      timestamp,
      bitrate: toBitrate(bytes, before?.bytes),
      totalBitrate: toBitrate(allBytes, before?.allBytes),
    };
    this.#rates.set(entry.id, rate);
    return rate;
  }
}
