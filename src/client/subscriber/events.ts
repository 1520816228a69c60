import type { EventWith } from '../model/event.ts';
import type { NetworkConditionReason } from '../quality/network-condition.ts';
import type { QualityScore } from '../quality/score.ts';
import type { ReceivedVideoChange } from './quality-watch.ts';
import type { SubscriberStats } from './stats.ts';

/** Width and height in pixels. */
export interface VideoSize {
  readonly width: number;
  readonly height: number;
}

/** Who switched the picture off or on; `quality`: the line, which had no room for it. */
export type VideoReason = 'publishVideo' | 'subscribeToVideo' | 'quality';

/** Events of a subscriber; `Self` is the Subscriber class. */
export interface SubscriberEvents<Self> {
  mediaStreamAvailable: EventWith<'mediaStreamAvailable', Self, { mediaStream: MediaStream }>;
  videoElementCreated: EventWith<'videoElementCreated', Self, { element: HTMLVideoElement }>;
  /** Media arrives: the first time, and after each interruption. */
  connected: EventWith<'connected', Self>;
  disconnected: EventWith<'disconnected', Self>;
  videoDisabled: EventWith<'videoDisabled', Self, { reason: VideoReason }>;
  videoEnabled: EventWith<'videoEnabled', Self, { reason: VideoReason }>;
  /** The line has room for the smallest picture only: it may have to be switched off. */
  videoDisableWarning: EventWith<'videoDisableWarning', Self>;
  videoDisableWarningLifted: EventWith<'videoDisableWarningLifted', Self>;
  videoDimensionsChanged: EventWith<'videoDimensionsChanged', Self, { oldValue: VideoSize; newValue: VideoSize }>;
  /** How loud the sound is, 0 to 1, about 20 times a second while somebody listens to this event. */
  audioLevelUpdated: EventWith<'audioLevelUpdated', Self, { audioLevel: number }>;
  /** The browser refuses to play sound before the user has touched the page; see `OT.unblockAudio()`. */
  audioBlocked: EventWith<'audioBlocked', Self>;
  audioUnblocked: EventWith<'audioUnblocked', Self>;
  /** How well it is heard and seen, judged every 2 seconds while somebody listens; see docs/quality.md. */
  qualityScoreChanged: EventWith<'qualityScoreChanged', Self, { qualityScore: QualityScore }>;
  /** The picture came with another codec or size, or has not come for 5 seconds. */
  videoQualityChanged: EventWith<'videoQualityChanged', Self, { reason: ReceivedVideoChange; stats: SubscriberStats }>;
  /** `stats.mediaLink.transport.networkCondition` is another one. */
  networkConditionChanged: EventWith<
    'networkConditionChanged',
    Self,
    { reason: NetworkConditionReason; stats: SubscriberStats }
  >;
  /** Never yet: there are no captions. */
  captionReceived: EventWith<'captionReceived', Self, { streamId: string; caption: string; isFinal: boolean }>;
  /** Never yet: there is no end-to-end encryption. */
  encryptionSecretMismatch: EventWith<'encryptionSecretMismatch', Self>;
  /** Never yet: there is no end-to-end encryption. */
  encryptionSecretMatch: EventWith<'encryptionSecretMatch', Self>;
  /** The last event. */
  destroyed: EventWith<'destroyed', Self, { reason: string }>;
}
