import type { StatsEntry } from './stats-entry.ts';

/** How well the network carries a stream; `unknown` until the browser has told enough. */
export type NetworkCondition = 'unknown' | 'critical' | 'warning' | 'fair' | 'good' | 'excellent';

/** What makes a network condition worse than good. */
export type NetworkConditionReason = 'none' | 'unknown' | 'bandwidth' | 'packetLoss';

/** Shares of packets lost from which on it is a warning, and critical. */
const WARNING_LOSS = 0.1;
const CRITICAL_LOSS = 0.2;

/**
 * Critical from 20 % of packets lost, a warning from 10 %. Fair when the bandwidth makes the picture smaller than its
 * source, or slower than 0.6 of the source's frame rate; excellent above 0.9 of it; else good. `videos` are the
 * `outbound-rtp` entries, smallest first, `remote` the `remote-inbound-rtp` ones.
 */
export function toNetworkCondition(
  videos: readonly StatsEntry[],
  entries: readonly StatsEntry[],
  remote: readonly StatsEntry[],
): { networkCondition: NetworkCondition; networkConditionReason: NetworkConditionReason } {
  const loss = Math.max(0, ...remote.map(({ fractionLost }) => (typeof fractionLost === 'number' ? fractionLost : 0)));
  if (loss >= WARNING_LOSS) {
    const networkCondition = loss >= CRITICAL_LOSS ? 'critical' : 'warning';
    return { networkCondition, networkConditionReason: 'packetLoss' };
  }
  const best = videos.findLast(({ framesPerSecond }) => typeof framesPerSecond === 'number' && framesPerSecond > 0);
  const source = entries.find(({ type, kind }) => type === 'media-source' && kind === 'video');
  const ratio = Number(best?.framesPerSecond) / Number(source?.framesPerSecond);
  if (!Number.isFinite(ratio)) return { networkCondition: 'unknown', networkConditionReason: 'unknown' };
  const limited = videos.some(({ qualityLimitationReason }) => qualityLimitationReason === 'bandwidth');
  const smaller = limited && Number(best?.frameWidth) < Number(source?.width);
  if (smaller || ratio < 0.6) {
    return { networkCondition: 'fair', networkConditionReason: limited ? 'bandwidth' : 'unknown' };
  }
  return { networkCondition: ratio > 0.9 ? 'excellent' : 'good', networkConditionReason: 'none' };
}
