import type { Offer, RenewedMedia } from '../../protocol/media-messages.ts';
import type { StreamProperties } from '../../protocol/model.ts';
import type { Welcome } from '../../protocol/notifications.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { EncryptionInfo, SessionEncryption } from '../model/encryption.ts';

export type { SenderReport, VideoSupply } from '../../protocol/media-messages.ts';

/** What the engine needs of the server's welcome; `minimumEncryption` is what each leg must have before media is exchanged on it. */
export type MediaWelcome = Pick<
  Welcome,
  'routerRtpCapabilities' | 'iceServers' | 'mediaServer' | 'sendTransport' | 'recvTransport' | 'minimumEncryption'
>;

/** When media towards the server became possible; `performance.now()` milliseconds. */
export interface MediaMilestones {
  readonly iceConnectedAt?: number;
  readonly dtlsConnectedAt?: number;
}

/** One encoding of a published video, lowest quality first (simulcast layers, or a single entry). */
export interface VideoEncoding {
  readonly maxBitrateBps?: number;
  readonly scaleResolutionDownBy?: number;
  readonly maxFrameRate?: number;
  readonly scalabilityMode?: string;
}

/** One encoding as it is sent now; `active: false` leaves it out. */
export type SentEncoding = VideoEncoding & { readonly active: boolean };

/** A track to send and how to encode it. */
export interface OutgoingTrack {
  readonly track: MediaStreamTrack;
  /** Makes a track that stands in for one that has ended, so that the stream can be brought back. */
  readonly standIn?: () => MediaStreamTrack;
  /** Video only. */
  readonly encodings?: readonly VideoEncoding[];
  /** Video only: codecs to prefer, best first; those nobody supports are skipped. */
  readonly preferredCodecs?: readonly ('VP8' | 'VP9' | 'H264' | 'AV1')[];
  /** Audio only (RFC 7587). */
  readonly opus?: {
    readonly dtx: boolean;
    readonly fec: boolean;
    readonly stereo: boolean;
    readonly maxAverageBitrateBps?: number;
  };
}

/** A stream being sent. */
export interface OutgoingMedia {
  readonly streamId: string;
  /** Milliseconds since the epoch, by the server. */
  readonly createdAt: number;
  /** The session mutes newcomers: the server has begun the stream without sound. */
  readonly muted?: boolean | undefined;
  /** The leg's encryption as getStats reported it before the first frame left. */
  readonly encryption: EncryptionInfo | undefined;
  /** Swaps the track of a kind; null sends nothing. */
  replaceTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): Promise<void>;
  /**
   * Changes how the video is encoded; `change` gets the encodings as they were published, lowest quality first, and gives as
   * many back. Nothing happens without video.
   */
  shapeVideo(change: (published: readonly VideoEncoding[]) => readonly SentEncoding[]): Promise<void>;
  getStats(): Promise<RTCStatsReport[]>;
  /** Bytes the server has sent back: they grow while it hears this client. */
  countFeedback(): Promise<number>;
  /** Stops sending, here; telling the server is the session's business. Idempotent. */
  close(): void;
}

/** Which quality of a picture is enough: pixels, frames per second; null: the best there is. */
export interface PictureQuality {
  readonly preferredDimensions?: { readonly width: number; readonly height: number } | null;
  readonly maxFrameRate?: number | null;
}

/** A stream being received. */
export interface IncomingMedia {
  /** Changes when the media is brought back. */
  readonly subscriptionId?: string;
  /** Holds the tracks that were asked for. */
  readonly mediaStream: MediaStream;
  /** Called when tracks of {@link mediaStream} were exchanged. */
  onTracks?: (() => void) | undefined;
  readonly encryption: EncryptionInfo | undefined;
  /** Resolves with `performance.now()` of the first RTP packet, or undefined when closed before. */
  readonly firstRtpAt: Promise<number | undefined>;
  /** Switches the flow of a kind on or off at the server. */
  setTracks(active: { audio?: boolean; video?: boolean }): Promise<void>;
  /** Says which quality of the picture is enough; null: the best there is. */
  setQuality(quality: PictureQuality): Promise<void>;
  requestKeyFrame(): void;
  /** Subscribes once more in place of this; nothing where the media is this page's own. */
  renew(): Promise<void>;
  /** How loud the sound is now, 0 to 1; undefined while nothing is known. */
  readAudioLevel(): number | undefined;
  getStats(): Promise<RTCStatsReport[]>;
  /** Packets of a kind received so far; begins anew when the media was brought back. */
  countPackets(kind: 'audio' | 'video'): Promise<number>;
  /** Stops receiving and tells the server (`unsubscribe`). Idempotent. */
  close(): void;
}

/** What to subscribe to. */
export interface SubscribeOptions {
  readonly streamId: string;
  readonly audio: boolean;
  readonly video: boolean;
  /** Made by the server in advance: taken without a round trip. */
  readonly offer?: Offer;
}

/** How media finds its way to the server. */
export interface IceChoice {
  readonly transportPolicy: RTCIceTransportPolicy;
  /** The STUN and TURN servers to use, of those the platform names and those of the app. */
  readonly chooseServers: (named: readonly RTCIceServer[]) => RTCIceServer[];
  /** Of the server's addresses only those of that transport, for a test. */
  readonly protocol?: 'udp' | 'tcp';
}

/** What the engine tells upwards; facts, nobody answers. */
export interface MediaEngineEvents {
  encryptionChanged: SessionEncryption;
  connectionStateChanged: { readonly direction: 'send' | 'recv'; readonly state: RTCPeerConnectionState };
}

/** What the stream of that id is like now; undefined: as it was published. */
export type DescribeAnew = (streamId: string) => StreamProperties | undefined;

/** The media of one session: routed through the server, or (later) relayed between peers. */
export interface MediaEngine {
  readonly encryption: SessionEncryption;
  readonly milestones: MediaMilestones;
  /** Starts what needs no server: the certificate and the list of codecs. */
  prepare(): void;
  /** Loads the codecs, opens both transports and heats them (ICE and DTLS at once, before any media). */
  open(welcome: MediaWelcome): Promise<void>;
  /**
   * Sends tracks as one stream; resolves when the server has it. With a minimum encryption not met it rejects with
   * `OT_ENCRYPTION_TOO_WEAK` before a single frame leaves.
   */
  publish(tracks: readonly OutgoingTrack[], properties: StreamProperties): Promise<OutgoingMedia>;
  /** Receives a stream; rejects as {@link publish} does. */
  subscribe(options: SubscribeOptions): Promise<IncomingMedia>;
  on<Name extends keyof MediaEngineEvents>(name: Name, listener: (event: MediaEngineEvents[Name]) => void): unknown;
  /** Whether media can flow on every way that was opened. */
  readonly connected: boolean;
  /** The ways to the server that are open, each with a count that grows while the server is heard on it. */
  readonly ways: ReadonlyMap<object, () => Promise<number>>;
  /** Looks for another way to the server, for the media that is there. */
  restartIce(): Promise<void>;
  /**
   * Brings all media over new transports: what is sent and received goes on under the same objects. With `describeAnew` this
   * client is another connection now, and its streams get other ids.
   */
  rebuild(media: RenewedMedia & { iceServers?: Welcome['iceServers'] }, describeAnew?: DescribeAnew): Promise<void>;
  /** A stream has its media again: whoever receives it subscribes once more. */
  restore(streamId: string): Promise<void>;
  /** Ends all media because of `error`; publish and subscribe reject with it from now on. */
  refuse(error: OTError): void;
  /** Closes both transports and all media. Idempotent. */
  close(): void;
}
