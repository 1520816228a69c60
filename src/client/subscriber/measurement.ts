import { createError } from '../errors/catalogue.ts';
import type { IncomingMedia } from '../media/engine.ts';
import { type StatsEntry, StatsReader, type SubscriberStats } from './stats.ts';

/** What a browser says of one subscription, as `RTCStatsReport` is read. */
export type RawReport = ReadonlyMap<string, StatsEntry>;

/** Asks the browser for the numbers of one subscription. */
export class Measurement {
  readonly #media: () => Pick<IncomingMedia, 'getStats'> | undefined;
  #reader: StatsReader | undefined;

  constructor(media: () => Pick<IncomingMedia, 'getStats'> | undefined) {
    this.#media = media;
  }

  /** Media may come from now on. */
  begin(): void {
    this.#reader = new StatsReader(Date.now());
  }

  /** The numbers now. Throws OT_PEER_CONNECTION_NOT_CONNECTED before media is there and for an own stream that is shown locally. */
  async read(): Promise<SubscriberStats> {
    const report = await this.#report('getStats');
    if (report === undefined || this.#reader === undefined) throw notConnected('getStats');
    return this.#reader.read([...report.values()], Date.now());
  }

  /** The raw numbers. Throws as {@link read} does, but OT_GET_RTC_STATS_REPORT_NOT_SUPPORTED for an own stream. */
  async readRaw(): Promise<RawReport> {
    const report = await this.#report('getRtcStatsReport');
    if (report !== undefined) return report;
    const message = 'getRtcStatsReport: an own stream is shown without a connection';
    throw createError('OT_GET_RTC_STATS_REPORT_NOT_SUPPORTED', message);
  }

  async #report(method: string): Promise<RawReport | undefined> {
    const media = this.#media();
    if (media === undefined) throw notConnected(method);
    const reports = await media.getStats();
    if (reports.length === 0) return undefined;
    return new Map(reports.flatMap((report) => [...(report as unknown as Map<string, StatsEntry>)]));
  }
}

function notConnected(method: string) {
  return createError('OT_PEER_CONNECTION_NOT_CONNECTED', `${method}: the subscriber receives nothing (yet)`);
}
