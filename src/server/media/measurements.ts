import type { types } from 'mediasoup';
import type { TrackMeasurement } from '../measurements.ts';

/** mediasoup counts losses in 256ths, as RTCP does. */
const FULL_LOSS = 256;

/** What comes in of a track, from the statistics of its layers. */
export function toTrackMeasurement(
  producer: Pick<types.Producer, 'kind' | 'paused' | 'rtpParameters'>,
  stats: readonly Pick<types.ProducerStat, 'bitrate' | 'fractionLost' | 'score'>[],
): TrackMeasurement {
  const flowing = stats.filter(({ bitrate }) => bitrate > 0);
  return {
    kind: producer.kind,
    codec: producer.rtpParameters.codecs[0]?.mimeType ?? 'unknown',
    paused: producer.paused,
    bitrateBps: flowing.reduce((sum, { bitrate }) => sum + bitrate, 0),
    packetLoss: Math.max(0, ...flowing.map(({ fractionLost }) => fractionLost)) / FULL_LOSS,
    ...(flowing.length > 0 && { score: Math.min(...flowing.map(({ score }) => score)) }),
    layers: flowing.length,
  };
}
