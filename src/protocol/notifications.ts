import Type from 'typebox';
import { WireError } from './error-codes.ts';
import {
  IceServer,
  MediaServerInfo,
  Offer,
  RenewedMedia,
  RtpCapabilities,
  SenderReport,
  TransportInfo,
  VideoSupply,
} from './media-messages.ts';
import {
  ConnectionInfo,
  Counts,
  EndReason,
  MinimumEncryption,
  Permissions,
  StreamInfo,
  Uuid,
  VideoDimensions,
} from './model.ts';

/** The server's first message: all that is needed to publish and subscribe, so that nothing is asked twice. */
export const Welcome = Type.Object({
  protocol: Type.Integer(),
  /** Secret of this connection: whoever has it may take the connection over when its socket is lost. */
  ticket: Type.String(),
  connection: ConnectionInfo,
  permissions: Permissions,
  /** The session's own minimum; the app may ask for more, never for less. */
  minimumEncryption: Type.Optional(MinimumEncryption),
  /** Everyone else; empty when the client wants no connection events. */
  connections: Type.Array(ConnectionInfo),
  /** Streams of everyone else; their connections are in `connections` or, without connection events, in `owners`. */
  streams: Type.Array(StreamInfo),
  owners: Type.Optional(Type.Array(ConnectionInfo)),
  counts: Counts,
  /** True: the session mutes newcomers. */
  muteForced: Type.Optional(Type.Boolean()),
  iceServers: Type.Array(IceServer),
  routerRtpCapabilities: RtpCapabilities,
  mediaServer: Type.Optional(MediaServerInfo),
  /** Ready-made; absent where the role may not publish (send) or subscribe (recv). */
  sendTransport: Type.Optional(TransportInfo),
  recvTransport: Type.Optional(TransportInfo),
});
/** The server's first message. */
export type Welcome = Type.Static<typeof Welcome>;

/** Every notification: name -> schema of its data. Emitted as `(data, sequence)`; `sequence` counts from 1 per connection. */
export const NOTIFICATIONS = {
  welcome: Welcome,
  /**
   * The connection goes on over a new socket; sent first and without a number, then follow the notifications that were missed.
   * `received`: the highest request id that arrived before; later requests are to be sent again.
   */
  resumed: Type.Object({ received: Type.Integer({ minimum: 0 }) }),
  /** The media server lost all media of this connection and has made new transports: publish and subscribe again. */
  mediaRenewed: RenewedMedia,
  /** The media of a stream is back after its publisher's transports were renewed: subscribe again. */
  streamRestored: Type.Object({ streamId: Uuid }),
  /** These four carry the counts they led to, so that `countsChanged` need not follow. */
  connectionCreated: Type.Object({ connection: ConnectionInfo, counts: Type.Optional(Counts) }),
  connectionDestroyed: Type.Object({ connectionId: Uuid, reason: EndReason, counts: Type.Optional(Counts) }),
  /** `connection` is sent when the client wants no connection events; `offer` when the server anticipates a subscription. */
  streamCreated: Type.Object({
    stream: StreamInfo,
    connection: Type.Optional(ConnectionInfo),
    offer: Type.Optional(Offer),
    counts: Type.Optional(Counts),
  }),
  streamDestroyed: Type.Object({ streamId: Uuid, reason: EndReason, counts: Type.Optional(Counts) }),
  streamUpdated: Type.Object({
    streamId: Uuid,
    hasAudio: Type.Optional(Type.Boolean()),
    hasVideo: Type.Optional(Type.Boolean()),
    videoDimensions: Type.Optional(VideoDimensions),
    /** The publisher's line had no room for the picture, or has again. */
    reason: Type.Optional(Type.Literal('quality')),
  }),
  /** How well a stream that is subscribed to is carried away from its publisher. */
  sendingReported: Type.Object({ streamId: Uuid, ...SenderReport.properties }),
  /** What a subscription gets of its picture, as far as the line has room: sound goes first. */
  videoSupplyChanged: Type.Object({ subscriptionId: Uuid, supply: VideoSupply }),
  /** Coalesced: at most one in 100 ms; `streams` lists only the streams whose count changed. Not sent to who knows these counts. */
  countsChanged: Type.Object({
    counts: Counts,
    streams: Type.Array(Type.Object({ id: Uuid, subscriberCount: Type.Integer({ minimum: 0 }) })),
  }),
  signal: Type.Object({
    type: Type.Optional(Type.String()),
    data: Type.Optional(Type.String()),
    /** Absent when a back end sent it. */
    from: Type.Optional(Uuid),
    /** The sender, when the receiver wants no connection events. */
    connection: Type.Optional(ConnectionInfo),
  }),
  /** A moderator muted these streams, own ones among them; `active` when newcomers are muted too from now on, or no longer. */
  muteForced: Type.Object({ streamIds: Type.Array(Uuid), active: Type.Optional(Type.Boolean()) }),
  /** The media of this connection ended because its encryption is below the session's minimum. */
  encryptionRefused: Type.Object({ required: MinimumEncryption }),
  /** A one-way request was refused. */
  requestRefused: Type.Object({ request: Type.String(), error: WireError }),
  /** This connection ends now, by the server's decision. */
  expelled: Type.Object({ reason: EndReason }),
} as const;

/** Names of the notifications. */
export type NotificationName = keyof typeof NOTIFICATIONS;
/** Data of a notification. */
export type NotificationData<Name extends NotificationName> = Type.Static<(typeof NOTIFICATIONS)[Name]>;
