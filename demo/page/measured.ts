import type { Publisher, Subscriber } from './sdk.ts';

/** Numbers of one moment; NaN where nobody knows. */
export interface Sample {
  /** Kilobits per second. */
  readonly bitrate: number;
  /** Percent of the packets. */
  readonly loss: number;
  /** Milliseconds. */
  readonly roundTrip: number;
  /** Per second. */
  readonly frameRate: number;
}

/** A stream whose numbers can be read. */
export interface Measured {
  readonly key: string;
  readonly name: string;
  read(): Promise<Sample>;
}

/** Raw statistics, whichever way a browser gives them. */
type Report = Iterable<unknown> | { values(): Iterable<unknown> };

function roundTripOf(report: Report): number {
  const entries = 'values' in report ? report.values() : report;
  for (const entry of entries) {
    const { currentRoundTripTime } = entry as { currentRoundTripTime?: number };
    if (currentRoundTripTime !== undefined) return Math.round(currentRoundTripTime * 1000);
  }
  return Number.NaN;
}

const counts = new WeakMap<object, { packets: number; lost: number }>();

/** Share lost since the last call for the same thing, in percent. */
function lossSince(thing: object, packets: number, lost: number): number {
  const last = counts.get(thing);
  counts.set(thing, { packets, lost });
  if (last === undefined) return Number.NaN;
  const [came, went] = [Math.max(0, packets - last.packets), Math.max(0, lost - last.lost)];
  return came + went === 0 ? Number.NaN : (100 * went) / (came + went);
}

/** The numbers of a received stream. */
export async function readReceived(subscriber: Subscriber): Promise<Sample> {
  const [{ video, audio }, report] = await Promise.all([subscriber.getStats(), subscriber.getRtcStatsReport()]);
  const packets = (video?.packetsReceived ?? 0) + (audio?.packetsReceived ?? 0);
  const lost = (video?.packetsLost ?? 0) + (audio?.packetsLost ?? 0);
  return {
    bitrate: Math.round((video?.totalBitrate ?? 0) / 1000),
    loss: lossSince(subscriber, packets, lost),
    roundTrip: roundTripOf(report),
    frameRate: Math.round(video?.decodedFrameRate ?? Number.NaN),
  };
}

/** The numbers of the own stream. */
export async function readSent(publisher: Publisher): Promise<Sample> {
  const [[entry], [raw]] = await Promise.all([publisher.getStats(), publisher.getRtcStatsReport()]);
  const video = entry?.stats.video;
  const bits = video?.layers.reduce((sum, { totalBitrate }) => sum + totalBitrate, 0) ?? Number.NaN;
  return {
    bitrate: Math.round(bits / 1000),
    loss: lossSince(publisher, video?.packetsSent ?? 0, video?.packetsLost ?? 0),
    roundTrip: raw === undefined ? Number.NaN : roundTripOf(raw.rtcStatsReport as unknown as Report),
    frameRate: Math.round(video?.frameRate ?? Number.NaN),
  };
}
