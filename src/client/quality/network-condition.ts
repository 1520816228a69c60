import type { StatsEntry } from './stats-entry.ts';

/** How well the network carries a stream; `unknown` until the browser has told enough. */
export type NetworkCondition = 'unknown' | 'critical' | 'warning' | 'fair' | 'good' | 'excellent';

/** What makes a network condition worse than good. */
export type NetworkConditionReason = 'none' | 'unknown' | 'bandwidth' | 'packetLoss';

/** Which end's network makes a picture worse. */
export type NetworkDegradationSource = 'none' | 'bothOrUnclear' | 'local' | 'remote';

/** How well the network carries the media of one side. */
export interface TransportQuality {
  /** Bits per second that the side can send, as far as it is known; 0 while unknown. */
  readonly connectionEstimatedBandwidth: number;
  readonly networkCondition: NetworkCondition;
  readonly networkConditionReason: NetworkConditionReason;
}

/** A condition and what makes it so. */
export type Judgement = Pick<TransportQuality, 'networkCondition' | 'networkConditionReason'>;

/** What arrived of a stream in a moment. */
export interface Reception {
  /** Share of the packets that were lost, 0 to 1; undefined when none came. */
  readonly lossRatio: number | undefined;
  /** Share of the moment in which the picture stood still, 0 to 1. */
  readonly frozenRatio: number;
  /** What the line has room for. */
  readonly supply: 'full' | 'poor' | 'none';
}

/** Shares of packets lost from which on it is a warning, and critical. */
const WARNING_LOSS = 0.1;
const CRITICAL_LOSS = 0.2;
/** Below this share of packets lost nobody notices. */
const EXCELLENT_LOSS = 0.01;
/** From this share of time standing still on it is noticed. */
const FAIR_FREEZE = 0.05;

const judge = (
  networkCondition: NetworkCondition,
  networkConditionReason: NetworkConditionReason = 'none',
): Judgement => ({ networkCondition, networkConditionReason });

function judgeLoss(lossRatio: number): Judgement | undefined {
  if (lossRatio < WARNING_LOSS) return undefined;
  return judge(lossRatio >= CRITICAL_LOSS ? 'critical' : 'warning', 'packetLoss');
}

/**
 * Critical from 20 % of packets lost, a warning from 10 %. Fair when the bandwidth makes the picture smaller than its
 * source, or slower than 0.6 of the source's frame rate; excellent above 0.9 of it; else good. `videos` are the
 * `outbound-rtp` entries, smallest first, `remote` the `remote-inbound-rtp` ones.
 */
export function judgeSending(
  videos: readonly StatsEntry[],
  entries: readonly StatsEntry[],
  remote: readonly StatsEntry[],
): Judgement {
  const loss = Math.max(0, ...remote.map(({ fractionLost }) => (typeof fractionLost === 'number' ? fractionLost : 0)));
  const lossy = judgeLoss(loss);
  if (lossy !== undefined) return lossy;
  const best = videos.findLast(({ framesPerSecond }) => typeof framesPerSecond === 'number' && framesPerSecond > 0);
  const source = entries.find(({ type, kind }) => type === 'media-source' && kind === 'video');
  const ratio = Number(best?.framesPerSecond) / Number(source?.framesPerSecond);
  if (!Number.isFinite(ratio)) return judge('unknown', 'unknown');
  const limited = videos.some(({ qualityLimitationReason }) => qualityLimitationReason === 'bandwidth');
  const smaller = limited && Number(best?.frameWidth) < Number(source?.width);
  if (smaller || ratio < 0.6) return judge('fair', limited ? 'bandwidth' : 'unknown');
  return judge(ratio > 0.9 ? 'excellent' : 'good');
}

/**
 * Critical when there is no room for the picture or 20 % of the packets are lost, a warning when there is room for the smallest
 * picture only or 10 % are lost, fair when the picture stands still for 5 % of the time, excellent when less than 1 % is lost.
 */
export function judgeReceiving({ lossRatio, frozenRatio, supply }: Reception): Judgement {
  if (supply === 'none') return judge('critical', 'bandwidth');
  if (lossRatio === undefined) return judge('unknown', 'unknown');
  const lossy = judgeLoss(lossRatio);
  if (lossy?.networkCondition === 'critical') return lossy;
  if (supply === 'poor') return judge('warning', 'bandwidth');
  if (lossy !== undefined) return lossy;
  if (frozenRatio > FAIR_FREEZE) return judge('fair', 'unknown');
  return judge(lossRatio < EXCELLENT_LOSS && frozenRatio === 0 ? 'excellent' : 'good');
}

const isBad = (quality: Judgement | undefined): boolean =>
  quality?.networkCondition === 'warning' || quality?.networkCondition === 'critical';

/** Which end is to blame, when one of them is; `remote` is undefined where the publisher does not tell. */
export function findDegradation(local: Judgement, remote: Judgement | undefined): NetworkDegradationSource {
  if (isBad(remote)) return isBad(local) ? 'bothOrUnclear' : 'remote';
  if (!isBad(local)) return 'none';
  return remote === undefined || remote.networkCondition === 'unknown' ? 'bothOrUnclear' : 'local';
}
