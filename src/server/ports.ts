import type { ConnectionId, SessionId, StreamId, SubscriptionId } from '../base/ids.ts';
import type {
  ConsumerInfo,
  DtlsParameters,
  IceParameters,
  MediaKind,
  MediaServerInfo,
  RtpCapabilities,
  RtpParameters,
  TransportInfo,
  VideoSupply,
} from '../protocol/media-messages.ts';
import type { MinimumEncryption, Role, VideoDimensions } from '../protocol/model.ts';
import type { MemberMeasurement } from './measurements.ts';

/** Structured log: the fields first, then a sentence (pino's calling form). Never a token, secret, personal datum or IP address. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** SRTP suite names as browsers' getStats reports them. */
export type SrtpSuite =
  | 'SRTP_AEAD_AES_256_GCM'
  | 'SRTP_AEAD_AES_128_GCM'
  | 'SRTP_AES128_CM_SHA1_80'
  | 'SRTP_AES128_CM_SHA1_32';

/** What a verified client token says. */
export interface TokenClaims {
  readonly sessionId: SessionId;
  readonly projectId: string;
  readonly role: Role;
  readonly connectionData: string;
  readonly layoutClassList: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** SHA-256 of what the token's signature is over: tells it from others, however it is written, without being one. */
  readonly fingerprint: string;
  /** Good for one connection only. */
  readonly oneTime: boolean;
}

/** Checks client tokens; throws a ServiceError (`authenticationFailed`, `invalidSession`) that says what is wrong. */
export interface TokenVerifier {
  verify(token: string, apiKey: string, sessionId: string): Promise<TokenClaims>;
  /** Throws when the token was used up or revoked. */
  refuseSpent(token: Pick<TokenClaims, 'fingerprint'>): Promise<void>;
  /** Uses up a token that is good for one connection only. Throws when another was faster. */
  spend(token: Pick<TokenClaims, 'fingerprint'>): Promise<void>;
  /** Makes a token good for nothing from now on. */
  revoke(token: Pick<TokenClaims, 'fingerprint'>): Promise<void>;
}

/** A track to be produced. */
export interface Track {
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly paused: boolean;
}

/** What a media room tells upwards; nobody answers. */
export interface MediaRoomEvents {
  /** The room's worker died: every transport of the room is gone; {@link MediaRoom.reopen} begins anew. */
  lost(): void;
  /** A connection's DTLS finished with `suite` (undefined: the server could not learn it). */
  secured(connectionId: ConnectionId, direction: 'send' | 'recv', suite: SrtpSuite | undefined): void;
  /** A viewer's line has room for more, or less, of the picture of its subscription. */
  supplied(connectionId: ConnectionId, subscriptionId: SubscriptionId, supply: VideoSupply): void;
  /** Media of this connection was closed because its suite is below the session's minimum. */
  refused(connectionId: ConnectionId): void;
}

/** How a room is opened. */
export interface MediaRoomOptions {
  readonly sessionId: SessionId;
  readonly minimumEncryption?: MinimumEncryption;
  readonly events: MediaRoomEvents;
}

/** Which transports a member gets. */
export interface MemberMediaOptions {
  readonly send: boolean;
  readonly recv: boolean;
  /** Round trip to the member in ms, as far as it is known; used to time key frames. */
  readonly roundTripMs: () => number | undefined;
}

/** The transports of a member, and the media server they lead to. */
export interface MemberTransports {
  readonly server?: MediaServerInfo;
  readonly send?: TransportInfo;
  readonly recv?: TransportInfo;
}

/** What a viewer may change of a subscription. */
export interface SubscriptionChanges {
  readonly audio?: boolean;
  readonly video?: boolean;
  readonly preferredDimensions?: VideoDimensions | null;
  readonly maxFrameRate?: number | null;
}

/** The routed media of one session. All ids are checked to belong to the member named; otherwise `notFound`. */
export interface MediaRoom {
  readonly rtpCapabilities: RtpCapabilities;
  /** Begins anew, empty, after its worker died. Throws `draining` when no worker comes up. */
  reopen(): Promise<void>;
  /** Makes the member's transports; they wait for {@link connectTransports}. */
  openMember(connectionId: ConnectionId, options: MemberMediaOptions): Promise<MemberTransports>;
  /** Completes the member's transports. Twice: `conflict`. */
  connectTransports(
    connectionId: ConnectionId,
    dtlsParameters: DtlsParameters,
    rtpCapabilities: RtpCapabilities,
  ): Promise<void>;
  /** New ICE credentials for the member's transports. */
  restartIce(connectionId: ConnectionId): Promise<{ send?: IceParameters; recv?: IceParameters }>;
  /** Whether the member may receive already ({@link connectTransports} was called). */
  canReceive(connectionId: ConnectionId): boolean;
  /** Starts a stream's tracks. */
  publish(connectionId: ConnectionId, streamId: StreamId, tracks: readonly Track[]): Promise<void>;
  /**
   * Listens for a moment whether the member is there, by its media: `silent` when it should be heard and is not, or has never
   * been; `unclear` when it has nothing to say.
   */
  listenTo(connectionId: ConnectionId): Promise<'heard' | 'silent' | 'unclear'>;
  /** Bytes that have come in of a stream since it began; undefined when its media is not there. */
  countReceivedBytes(streamId: StreamId): Promise<number | undefined>;
  /** Asks the media server how a member's media gets on; undefined when it has none. */
  measure(connectionId: ConnectionId): Promise<MemberMeasurement | undefined>;
  /** Whether the room has media of this stream. */
  carries(streamId: StreamId): boolean;
  /** Says how big a stream's picture is (0 x 0: unknown) and its frames per second; viewers' layers follow. */
  describe(streamId: StreamId, picture: { width: number; height: number; frameRate?: number | undefined }): void;
  /** Pauses or resumes a stream's tracks. */
  setTracks(streamId: StreamId, active: { audio?: boolean; video?: boolean }): Promise<void>;
  /** Ends a stream's tracks and every subscription to it. */
  unpublish(streamId: StreamId): void;
  /** Makes consumers of a stream for a member. `flowing`: media starts at once; otherwise at {@link play}. */
  subscribe(
    connectionId: ConnectionId,
    subscriptionId: SubscriptionId,
    streamId: StreamId,
    active: { audio: boolean; video: boolean; flowing: boolean },
  ): Promise<ConsumerInfo[]>;
  /** The client can decode: media flows, beginning with a key frame. */
  play(connectionId: ConnectionId, subscriptionId: SubscriptionId): Promise<void>;
  /** Pauses or resumes the tracks of a subscription, or says which quality is enough (null: the best there is). */
  setSubscription(
    connectionId: ConnectionId,
    subscriptionId: SubscriptionId,
    changes: SubscriptionChanges,
  ): Promise<void>;
  /** Asks for a key frame of a subscription's video. */
  requestKeyFrame(connectionId: ConnectionId, subscriptionId: SubscriptionId): Promise<void>;
  unsubscribe(connectionId: ConnectionId, subscriptionId: SubscriptionId): void;
  /** Closes everything of a member. */
  closeMember(connectionId: ConnectionId): void;
  close(): void;
}

/** What goes over the lines of all connections in one direction. */
export interface DirectionFigures {
  /** Bits per second. */
  readonly bitrateBps: number;
  /** Share of the packets that is lost, 0 to 1, weighted by bit rate; 0 also where no connection tells. */
  readonly loss: number;
}

/** What goes over the lines of all connections. */
export interface TrafficFigures {
  /** Encrypted transports, by the suite each uses. */
  readonly suites: Readonly<Record<SrtpSuite | 'unknown', number>>;
  /** From clients to the server. */
  readonly received: DirectionFigures;
  /** From the server to clients. */
  readonly sent: DirectionFigures;
}

/** What one media worker has to do. */
export interface WorkerFigures {
  /** Its place, from 0; whoever replaces it has the same. */
  readonly place: number;
  readonly rooms: number;
  readonly transports: number;
  /** Processor time it has used since it started. */
  readonly cpuSeconds: number;
  /** Memory it has now; where the system does not tell (Linux does), the most it has had. */
  readonly memoryBytes: number;
}

/** What the media server has to do. */
export interface MediaFigures {
  /** Workers that are up. */
  readonly workers: readonly WorkerFigures[];
  /** Workers that died by themselves since the start. */
  readonly workerDeaths: number;
  readonly traffic: TrafficFigures;
}

/** The media server below the sessions. */
export interface MediaPlane {
  openRoom(options: MediaRoomOptions): Promise<MediaRoom>;
  /** Whether at least one worker is up. */
  healthy(): boolean;
  /** Asks the workers what they have to do; one that does not answer within a second is shown as it was. Not to be called all the time. */
  measure(): Promise<MediaFigures>;
  /** Asks the workers alone, and nothing of their transports. */
  measureWorkers(): Promise<WorkerFigures[]>;
  close(): Promise<void>;
}
