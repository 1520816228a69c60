import type { SenderReport } from '../media/engine.ts';
import type { NetworkConditionReason } from '../quality/network-condition.ts';
import { type StatsEntry, toNumber } from '../quality/stats-entry.ts';
import { Watch } from '../quality/watch.ts';
import type { LineSample } from './fallback.ts';
import { type PublisherStats, PublisherStatsReader, type SentVideoChange } from './stats.ts';

/** What the watch needs, and tells. */
export interface NetworkWatchDeps {
  /** Fails while nothing is sent. */
  readonly report: () => Promise<RTCStatsReport>;
  readonly onCondition: (reason: NetworkConditionReason, stats: PublisherStats) => void;
  readonly onVideo: (reason: SentVideoChange, stats: PublisherStats) => void;
  readonly onLine: (sample: LineSample) => void;
  /** Every second look. */
  readonly onReport: (report: SenderReport) => void;
}

const LOOK_EVERY_MS = 1_000;
const LOOKS_PER_REPORT = 2;
/** From this share of a picture's packets lost on, what arrives is what the line can carry. */
const SATURATED_LOSS = 0.05;

/** The largest share of packets that a receiver says it has lost of a kind, 0 to 1. */
function readLoss(entries: readonly StatsEntry[], kind: string): number {
  const losses = entries
    .filter((entry) => entry.type === 'remote-inbound-rtp' && entry.kind === kind)
    .map(({ fractionLost }) => toNumber(fractionLost));
  return Math.max(0, ...losses);
}

/** Bits per second the line can carry: the browser's estimate, or, where it makes none, what arrives while some is lost. */
function estimateBps(stats: PublisherStats, entries: readonly StatsEntry[]): number | undefined {
  const { connectionEstimatedBandwidth } = stats.mediaLink.transport;
  if (connectionEstimatedBandwidth > 0) return connectionEstimatedBandwidth;
  const loss = readLoss(entries, 'video');
  const sent = stats.video.layers.reduce((total, layer) => total + layer.totalBitrate, 0);
  return loss > SATURATED_LOSS && sent > 0 ? sent * (1 - loss) : undefined;
}

/** Watches how well a stream is carried away, and tells what changes. */
export class NetworkWatch {
  readonly #deps: NetworkWatchDeps;
  readonly #watch = new Watch(LOOK_EVERY_MS, () => this.#look());
  readonly #reader = new PublisherStatsReader();
  #looks = 0;
  #condition: string | undefined;
  #last: PublisherStats | undefined;

  constructor(deps: NetworkWatchDeps) {
    this.#deps = deps;
  }

  /** Starts or stops watching. Idempotent. */
  setWanted(wanted: boolean): void {
    this.#watch.setWanted(wanted);
  }

  async #look(): Promise<void> {
    const entries = [...(await this.#deps.report()).values()] as StatsEntry[];
    const stats = this.#reader.read(entries, Date.now());
    this.#looks += 1;
    this.#deps.onLine({
      bandwidthBps: estimateBps(stats, entries),
      audioLossRatio: readLoss(entries, 'audio'),
      videoLossRatio: readLoss(entries, 'video'),
    });
    this.#tellCondition(stats);
    this.#tellVideo(stats);
    this.#last = stats;
    if (this.#looks % LOOKS_PER_REPORT !== 0) return;
    const targets = entries.map(({ targetBitrate }) => toNumber(targetBitrate));
    const connectionMaxAllocatedBitrate = Math.round(targets.reduce((sum, target) => sum + target, 0));
    this.#deps.onReport({ ...stats.mediaLink.transport, connectionMaxAllocatedBitrate });
  }

  #tellCondition(stats: PublisherStats): void {
    const { networkCondition, networkConditionReason } = stats.mediaLink.transport;
    if (networkCondition === this.#condition) return;
    this.#condition = networkCondition;
    this.#deps.onCondition(networkConditionReason, stats);
  }

  #tellVideo(stats: PublisherStats): void {
    const [now, before] = [stats.video.layers.at(-1), this.#last?.video.layers.at(-1)];
    if (now === undefined || before === undefined) return;
    const limit = (now.qualityLimitationReason ?? 'none') as SentVideoChange;
    if (limit !== (before.qualityLimitationReason ?? 'none')) this.#deps.onVideo(limit, stats);
    if (before.codec !== '' && now.codec !== before.codec) this.#deps.onVideo('codecChange', stats);
    const resized = now.width !== before.width || now.height !== before.height;
    if (before.width > 0 && now.width > 0 && resized) this.#deps.onVideo('resolutionChange', stats);
  }
}
