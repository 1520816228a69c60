/** Numbers of a subscription's sound. */
export interface AudioStats {
  readonly bytesReceived: number;
  readonly packetsLost: number;
  readonly packetsReceived: number;
}

/** Numbers of a subscription's picture. */
export interface VideoStats extends AudioStats {
  /** For example `VP8`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Decoded frames per second. */
  readonly frameRate: number;
  readonly decodedFrameRate: number;
  readonly framesDecoded: number;
  readonly freezeCount: number;
}

/** Numbers of one subscription; `timestamp` in milliseconds since the epoch. */
export interface SubscriberStats {
  readonly audio?: AudioStats;
  readonly video?: VideoStats;
  readonly timestamp: number;
}

/** One entry of a browser's report; which members it has depends on its type. */
export type StatsEntry = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;

const toNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);

function toAudio(entry: StatsEntry): AudioStats {
  return {
    bytesReceived: toNumber(entry.bytesReceived),
    packetsLost: toNumber(entry.packetsLost),
    packetsReceived: toNumber(entry.packetsReceived),
  };
}

function toVideo(entry: StatsEntry, codec: StatsEntry | undefined): VideoStats {
  const framesPerSecond = toNumber(entry.framesPerSecond);
  return {
    ...toAudio(entry),
    codec: String(codec?.mimeType ?? '').replace('video/', ''),
    width: toNumber(entry.frameWidth),
    height: toNumber(entry.frameHeight),
    frameRate: framesPerSecond,
    decodedFrameRate: framesPerSecond,
    framesDecoded: toNumber(entry.framesDecoded),
    freezeCount: toNumber(entry.freezeCount),
  };
}

/** Reads the numbers out of browsers' reports (W3C webrtc-stats, `inbound-rtp`). */
export function toSubscriberStats(entries: readonly StatsEntry[], timestamp: number): SubscriberStats {
  const inbound = entries.filter((entry) => entry.type === 'inbound-rtp');
  const audio = inbound.find((entry) => entry.kind === 'audio');
  const video = inbound.find((entry) => entry.kind === 'video');
  const codec = entries.find((entry) => entry.id === video?.codecId);
  return {
    ...(audio !== undefined && { audio: toAudio(audio) }),
    ...(video !== undefined && { video: toVideo(video, codec) }),
    timestamp,
  };
}
