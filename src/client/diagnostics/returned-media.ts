import type { PublisherStats } from '../publisher/stats.ts';
import type { NetworkCondition } from '../quality/network-condition.ts';
import { rateSound, toMos } from '../quality/score.ts';
import { type StatsEntry, toNumber } from '../quality/stats-entry.ts';
import type { SubscriberStats } from '../subscriber/stats.ts';

/** What came of a test picture and a tone that went to the server and back; bit rates in bits per second. */
export interface NetworkTestMedia {
  /** What the browser thinks it can send; 0 where it does not say. */
  readonly availableSendBitrate: number;
  readonly sendBitrate: number;
  readonly receiveBitrate: number;
  readonly roundTripMs: number;
  /** Share of the packets that did not come back, 0 to 1. */
  readonly lossRatio: number;
  readonly decodedFrameRate: number;
  /** What a conversation is expected to sound like: mean opinion score, 1 to 4.5 (ITU-T G.107). */
  readonly mos: number;
  readonly sendCondition: NetworkCondition;
  readonly receiveCondition: NetworkCondition;
}

/** Below this a picture is not worth sending. */
const LEAST_VIDEO_BITRATE = 150_000;
const WORST_VIDEO_LOSS = 0.1;

/** Reads it out of what the sender, the receiver and the receiver's browser counted. */
export function toMedia(
  sent: PublisherStats | undefined,
  received: SubscriberStats,
  entries: readonly StatsEntry[],
): NetworkTestMedia {
  const { video, audio, mediaLink } = received;
  const lost = (video?.packetsLost ?? 0) + (audio?.packetsLost ?? 0);
  const came = (video?.packetsReceived ?? 0) + (audio?.packetsReceived ?? 0);
  const lossRatio = Math.max(0, lost) / Math.max(1, lost + came);
  const roundTrips = entries.map(({ currentRoundTripTime }) => 1000 * toNumber(currentRoundTripTime));
  const roundTripMs = Math.round(Math.max(0, ...roundTrips));
  const sound = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
  const bufferMs = (1000 * toNumber(sound?.jitterBufferDelay)) / Math.max(1, toNumber(sound?.jitterBufferEmittedCount));
  return {
    availableSendBitrate: Math.round(sent?.mediaLink.transport.connectionEstimatedBandwidth ?? 0),
    sendBitrate: sent?.video.layers.reduce((sum, { totalBitrate }) => sum + totalBitrate, 0) ?? 0,
    receiveBitrate: video?.totalBitrate ?? 0,
    roundTripMs,
    lossRatio,
    decodedFrameRate: video?.decodedFrameRate ?? 0,
    mos: toMos(rateSound({ concealedRatio: lossRatio, delayMs: roundTripMs + bufferMs })),
    sendCondition: sent?.mediaLink.transport.networkCondition ?? 'unknown',
    receiveCondition: mediaLink.transport.networkCondition,
  };
}

/** What a call will be like over a line on which media came back like this. */
export function expectCall({ receiveBitrate, lossRatio }: NetworkTestMedia): 'audioOnly' | 'video' {
  return receiveBitrate >= LEAST_VIDEO_BITRATE && lossRatio < WORST_VIDEO_LOSS ? 'video' : 'audioOnly';
}
