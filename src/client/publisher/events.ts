import type { EventWith } from '../model/event.ts';
import type { Stream } from '../model/stream.ts';
import type { NetworkConditionReason } from '../quality/network-condition.ts';
import type { MicrophoneChange } from './microphone.ts';
import type { PublisherStats, SentVideoChange } from './stats.ts';

/** Width and height in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** Why a publisher's stream ended. */
export type PublisherEndReason =
  | 'unpublished'
  | 'mediaStopped'
  | 'reset'
  | 'forceUnpublished'
  | 'clientDisconnected'
  | 'forceDisconnected'
  | 'networkDisconnected'
  | 'serverRotation';

/** Events of a publisher; `Self` is the Publisher class. */
export interface PublisherEvents<Self> {
  /** Capture is still pending after a moment: the browser's permission prompt is assumed to be open. */
  accessDialogOpened: EventWith<'accessDialogOpened', Self>;
  accessDialogClosed: EventWith<'accessDialogClosed', Self>;
  accessAllowed: EventWith<'accessAllowed', Self>;
  accessDenied: EventWith<'accessDenied', Self, { message: string; title: 'accessDenied'; code: number }>;
  mediaStreamAvailable: EventWith<'mediaStreamAvailable', Self, { mediaStream: MediaStream }>;
  videoElementCreated: EventWith<'videoElementCreated', Self, { element: HTMLVideoElement }>;
  streamCreated: EventWith<'streamCreated', Self, { stream: Stream }>;
  /** Cancelable; the default action is destroy(). */
  streamDestroyed: EventWith<'streamDestroyed', Self, { stream: Stream; reason: PublisherEndReason }>;
  /** Cancelable. `track` is undefined when all tracks ended; then the default action is to unpublish, or destroy(). */
  mediaStopped: EventWith<'mediaStopped', Self, { track: MediaStreamTrack | undefined }>;
  /** The microphone was removed, or the system has another default: the default one has taken its place. */
  audioInputDeviceChanged: EventWith<'audioInputDeviceChanged', Self, MicrophoneChange>;
  /** How loud the sound is: the peak of the last 43 ms, 0 to 1, 20 times a second while someone listens. */
  audioLevelUpdated: EventWith<'audioLevelUpdated', Self, { audioLevel: number }>;
  /** The line may soon have no room for the picture; only with `audioFallback.publisher`, like the next three. */
  videoDisableWarning: EventWith<'videoDisableWarning', Self>;
  videoDisableWarningLifted: EventWith<'videoDisableWarningLifted', Self>;
  /** The line has no room for the picture: only the sound goes on. */
  videoDisabled: EventWith<'videoDisabled', Self, { reason: 'quality' }>;
  videoEnabled: EventWith<'videoEnabled', Self, { reason: 'quality' }>;
  /** What limits the encoder is another thing, or the best layer has another size or codec. */
  videoQualityChanged: EventWith<
    'videoQualityChanged',
    Self,
    { reason: SentVideoChange; statsContainer: { stats: PublisherStats } }
  >;
  /** `stats.mediaLink.transport.networkCondition` is another one. */
  networkConditionChanged: EventWith<
    'networkConditionChanged',
    Self,
    { reason: NetworkConditionReason; statsContainer: { stats: PublisherStats } }
  >;
  /** A moderator has turned the sound off; the user may turn it on again. */
  muteForced: EventWith<'muteForced', Self>;
  videoDimensionsChanged: EventWith<'videoDimensionsChanged', Self, { oldValue: Dimensions; newValue: Dimensions }>;
  subscriberCountChanged: EventWith<'subscriberCountChanged', Self, { stream: Stream; subscriberCount: number }>;
  /** The last event. */
  destroyed: EventWith<'destroyed', Self, { reason: 'mediaStopped' | undefined }>;
}
