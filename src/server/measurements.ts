import type { StreamId } from '../base/ids.ts';
import type { MediaKind } from '../protocol/media-messages.ts';

/** What passes one transport of a member now. Shares are from 0 to 1. */
export interface TransportMeasurement {
  readonly connected: boolean;
  /** Absent until DTLS is up, or when the server could not learn it. */
  readonly suite?: string;
  readonly protocol?: 'udp' | 'tcp';
  /** Of all media in the transport's direction. */
  readonly bitrateBps: number;
  readonly packetLoss?: number;
}

/** What comes in of one track now. */
export interface TrackMeasurement {
  readonly kind: MediaKind;
  /** MIME type, such as `video/VP8`. */
  readonly codec: string;
  readonly paused: boolean;
  readonly bitrateBps: number;
  /** Share of the packets lost lately, 0 to 1, on the worst of its layers. */
  readonly packetLoss: number;
  /** The media server's, 0 to 10, of the worst layer in use; absent while nothing comes in. */
  readonly score?: number;
  /** Layers (simulcast encodings) that come in. */
  readonly layers: number;
}

/** The media of one member as the media server measures it now. */
export interface MemberMeasurement {
  readonly send?: TransportMeasurement;
  readonly recv?: TransportMeasurement;
  readonly streams: ReadonlyMap<StreamId, readonly TrackMeasurement[]>;
}
