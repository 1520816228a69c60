import { createError } from '../errors/catalogue.ts';
import type { IncomingMedia, SenderReport } from '../media/engine.ts';
import { findDegradation, judgeReceiving } from '../quality/network-condition.ts';
import type { StatsEntry } from '../quality/stats-entry.ts';
import { type Expectation, type Received, ReceptionMeter } from './reception.ts';
import { type MediaLinkStats, StatsReader, type SubscriberStats } from './stats.ts';

/** What a browser says of one subscription, as `RTCStatsReport` is read. */
export type RawReport = ReadonlyMap<string, StatsEntry>;

/** What measuring needs to know. */
export interface MeasurementDeps {
  readonly media: () => Pick<IncomingMedia, 'getStats'> | undefined;
  readonly expectation: () => Expectation;
  /** What the publisher says of its end. */
  readonly sender: () => SenderReport | undefined;
}

/** One look at a subscription. */
export interface Look {
  readonly stats: SubscriberStats;
  readonly received: Received;
}

/** Asks the browser for the numbers of one subscription. */
export class Measurement {
  readonly #deps: MeasurementDeps;
  #readers: { stats: StatsReader; reception: ReceptionMeter } | undefined;

  constructor(deps: MeasurementDeps) {
    this.#deps = deps;
  }

  /** Media may come from now on. */
  begin(): void {
    const now = Date.now();
    this.#readers = { stats: new StatsReader(now), reception: new ReceptionMeter(now) };
  }

  /** The numbers now, and how the stream comes through. Throws as {@link read} does. */
  async look(): Promise<Look> {
    const report = await this.#report('getStats');
    if (report === undefined || this.#readers === undefined) throw notConnected('getStats');
    const [entries, now] = [[...report.values()], Date.now()];
    const received = this.#readers.reception.read(entries, now, this.#deps.expectation());
    const sender = this.#deps.sender();
    const stats = {
      ...this.#readers.stats.read(entries, now),
      mediaLink: toMediaLink(received, sender),
      ...(sender !== undefined && {
        senderStats: {
          connectionMaxAllocatedBitrate: sender.connectionMaxAllocatedBitrate,
          connectionEstimatedBandwidth: sender.connectionEstimatedBandwidth,
        },
      }),
    };
    return { stats, received };
  }

  /** The numbers now. Throws OT_PEER_CONNECTION_NOT_CONNECTED before media is there and for an own stream that is shown locally. */
  async read(): Promise<SubscriberStats> {
    return (await this.look()).stats;
  }

  /** The raw numbers. Throws as {@link read} does, but OT_GET_RTC_STATS_REPORT_NOT_SUPPORTED for an own stream. */
  async readRaw(): Promise<RawReport> {
    const report = await this.#report('getRtcStatsReport');
    if (report !== undefined) return report;
    const message = 'getRtcStatsReport: an own stream is shown without a connection';
    throw createError('OT_GET_RTC_STATS_REPORT_NOT_SUPPORTED', message);
  }

  async #report(method: string): Promise<RawReport | undefined> {
    const media = this.#deps.media();
    if (media === undefined) throw notConnected(method);
    const reports = await media.getStats();
    if (reports.length === 0) return undefined;
    return new Map(reports.flatMap((report) => [...(report as unknown as Map<string, StatsEntry>)]));
  }
}

function toMediaLink(received: Received, sender: SenderReport | undefined): MediaLinkStats {
  const local = judgeReceiving(received);
  if (sender === undefined) {
    const transport = { connectionEstimatedBandwidth: 0, ...local };
    return { transport, networkDegradationSource: findDegradation(local, undefined) };
  }
  const { connectionEstimatedBandwidth, networkCondition, networkConditionReason } = sender;
  return {
    transport: { connectionEstimatedBandwidth: 0, ...local },
    remotePublisherTransport: { connectionEstimatedBandwidth, networkCondition, networkConditionReason },
    networkDegradationSource: findDegradation(local, sender),
  };
}

function notConnected(method: string) {
  return createError('OT_PEER_CONNECTION_NOT_CONNECTED', `${method}: the subscriber receives nothing (yet)`);
}
