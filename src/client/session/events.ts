import type { Connection } from '../model/connection.ts';
import type { SessionCounts } from '../model/counts.ts';
import type { SessionEncryption } from '../model/encryption.ts';
import type { EventWith, OTEvent } from '../model/event.ts';
import type { Stream } from '../model/stream.ts';
import type { CpuPerformanceState } from './cpu-pressure.ts';

/** Why a session, a connection or a stream ended. */
export type EndedReason =
  | 'clientDisconnected'
  | 'forceDisconnected'
  | 'forceUnpublished'
  | 'mediaStopped'
  | 'networkDisconnected'
  | 'serverRotation';

/** Properties of a stream whose changes are announced. */
export type StreamProperty = 'hasAudio' | 'hasVideo' | 'videoDimensions';

/** One changed property of a stream. */
export interface StreamPropertyChange {
  readonly stream: Stream;
  readonly changedProperty: StreamProperty;
  readonly oldValue: unknown;
  readonly newValue: unknown;
}

/** A received signal; `from` is null when a back end sent it. */
export interface ReceivedSignal {
  /** What the sender gave: text, or what JSON can hold; undefined for none. */
  // biome-ignore lint/suspicious/noExplicitAny: apps written for OpenTok use the value without a check.
  readonly data: any;
  readonly from: Connection | null;
}

/** Events of a session; `Self` is the Session class. */
export interface SessionEvents<Self> {
  sessionConnected: EventWith<
    'sessionConnected',
    Self,
    { connections: Connection[]; streams: Stream[]; archives: object[] }
  >;
  /** Cancelable; the default action destroys the subscribers. */
  sessionDisconnected: EventWith<'sessionDisconnected', Self, { reason: EndedReason }>;
  /** The connection was interrupted; everything goes on when it is back. */
  sessionReconnecting: EventWith<'sessionReconnecting', Self>;
  /** It is back, and media flows again. */
  sessionReconnected: EventWith<'sessionReconnected', Self>;
  connectionCreated: EventWith<'connectionCreated', Self, { connection: Connection }>;
  connectionDestroyed: EventWith<'connectionDestroyed', Self, { connection: Connection; reason: EndedReason }>;
  /** A stream of another client. */
  streamCreated: EventWith<'streamCreated', Self, { stream: Stream }>;
  /** A stream of another client ended. Cancelable; the default action removes its subscribers' containers. */
  streamDestroyed: EventWith<'streamDestroyed', Self, { stream: Stream; reason: EndedReason }>;
  streamPropertyChanged: EventWith<'streamPropertyChanged', Self, StreamPropertyChange>;
  /** A moderator muted everyone, newcomers too (`active`), or has ended that; also at the join of such a session. */
  muteForced: EventWith<'muteForced', Self, { active: boolean }>;
  /** How busy the machine is, where the browser tells (Chromium); looked at every 2 seconds while somebody listens. */
  cpuPerformanceChanged: EventWith<'cpuPerformanceChanged', Self, { cpuPerformanceState: CpuPerformanceState }>;
  /** Never yet: there are no archives. */
  archiveStarted: EventWith<'archiveStarted', Self, { id: string; name: string }>;
  /** Never yet: there are no archives. */
  archiveStopped: EventWith<'archiveStopped', Self, { id: string; name: string }>;
  /** Never yet: there are no captions. */
  captionReceived: EventWith<'captionReceived', Self, { streamId: string; caption: string; isFinal: boolean }>;
  countsChanged: EventWith<'countsChanged', Self, { counts: SessionCounts }>;
  encryptionChanged: EventWith<'encryptionChanged', Self, { encryption: SessionEncryption }>;
  signal: EventWith<string, Self, ReceivedSignal>;
  [typedSignal: `signal:${string}`]: EventWith<string, Self, ReceivedSignal>;
}

/** The fields an event has beyond those of every event. */
export type FieldsOf<Event> = Omit<Event, keyof OTEvent>;
