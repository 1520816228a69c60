import Type from 'typebox';
import { Uuid } from './model.ts';

/** Audio or video. */
export const MediaKind = Type.Union([Type.Literal('audio'), Type.Literal('video')]);
/** Audio or video. */
export type MediaKind = Type.Static<typeof MediaKind>;

const Text = Type.String({ maxLength: 256 });
const PayloadType = Type.Integer({ minimum: 0, maximum: 127 });
const Ssrc = Type.Integer({ minimum: 0, maximum: 4_294_967_295 });
/** Codec parameters (SDP `fmtp`): a flat map. */
const CodecParameters = Type.Record(Type.String({ maxLength: 64 }), Type.Union([Text, Type.Number(), Type.Null()]), {
  maxProperties: 32,
});
const RtcpFeedback = Type.Object({ type: Text, parameter: Type.Optional(Text) }, { additionalProperties: false });

const RtpCodecCapability = Type.Object(
  {
    kind: MediaKind,
    mimeType: Text,
    preferredPayloadType: PayloadType,
    clockRate: Type.Integer({ minimum: 1, maximum: 192_000 }),
    channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
    parameters: Type.Optional(CodecParameters),
    rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 16 })),
  },
  { additionalProperties: false },
);

const RtpHeaderExtensionDirection = Type.Union([
  Type.Literal('sendrecv'),
  Type.Literal('sendonly'),
  Type.Literal('recvonly'),
  Type.Literal('inactive'),
]);

const RtpHeaderExtension = Type.Object(
  {
    kind: MediaKind,
    uri: Text,
    preferredId: Type.Integer({ minimum: 1, maximum: 255 }),
    preferredEncrypt: Type.Optional(Type.Boolean()),
    direction: Type.Optional(RtpHeaderExtensionDirection),
  },
  { additionalProperties: false },
);

/** What an endpoint can send or receive (mediasoup's RtpCapabilities). */
export const RtpCapabilities = Type.Object(
  {
    codecs: Type.Optional(Type.Array(RtpCodecCapability, { maxItems: 64 })),
    headerExtensions: Type.Optional(Type.Array(RtpHeaderExtension, { maxItems: 64 })),
  },
  { additionalProperties: false },
);
/** What an endpoint can send or receive. */
export type RtpCapabilities = Type.Static<typeof RtpCapabilities>;

const RtpCodecParameters = Type.Object(
  {
    mimeType: Text,
    payloadType: PayloadType,
    clockRate: Type.Integer({ minimum: 1, maximum: 192_000 }),
    channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
    parameters: Type.Optional(CodecParameters),
    rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 16 })),
  },
  { additionalProperties: false },
);

const RtpEncodingParameters = Type.Object(
  {
    ssrc: Type.Optional(Ssrc),
    rid: Type.Optional(Type.String({ maxLength: 16 })),
    codecPayloadType: Type.Optional(PayloadType),
    rtx: Type.Optional(Type.Object({ ssrc: Ssrc }, { additionalProperties: false })),
    dtx: Type.Optional(Type.Boolean()),
    scalabilityMode: Type.Optional(Type.String({ maxLength: 16 })),
    scaleResolutionDownBy: Type.Optional(Type.Number({ minimum: 1, maximum: 64 })),
    maxBitrate: Type.Optional(Type.Integer({ minimum: 0 })),
    maxFramerate: Type.Optional(Type.Number({ minimum: 0 })),
    active: Type.Optional(Type.Boolean()),
    adaptivePtime: Type.Optional(Type.Boolean()),
    priority: Type.Optional(Text),
    networkPriority: Type.Optional(Text),
  },
  { additionalProperties: false },
);

const RtpHeaderExtensionParameters = Type.Object(
  {
    uri: Text,
    id: Type.Integer({ minimum: 1, maximum: 255 }),
    encrypt: Type.Optional(Type.Boolean()),
    parameters: Type.Optional(CodecParameters),
  },
  { additionalProperties: false },
);

/** What one track is sent with (mediasoup's RtpParameters). */
export const RtpParameters = Type.Object(
  {
    mid: Type.Optional(Type.String({ maxLength: 32 })),
    codecs: Type.Array(RtpCodecParameters, { minItems: 1, maxItems: 16 }),
    headerExtensions: Type.Optional(Type.Array(RtpHeaderExtensionParameters, { maxItems: 32 })),
    encodings: Type.Optional(Type.Array(RtpEncodingParameters, { maxItems: 8 })),
    rtcp: Type.Optional(
      Type.Object(
        {
          cname: Type.Optional(Text),
          reducedSize: Type.Optional(Type.Boolean()),
          mux: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
    msid: Type.Optional(Text),
  },
  { additionalProperties: false },
);
/** What one track is sent with. */
export type RtpParameters = Type.Static<typeof RtpParameters>;

const DtlsFingerprint = Type.Object(
  {
    algorithm: Type.Union([
      Type.Literal('sha-1'),
      Type.Literal('sha-224'),
      Type.Literal('sha-256'),
      Type.Literal('sha-384'),
      Type.Literal('sha-512'),
    ]),
    value: Type.String({ pattern: '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})+$', maxLength: 200 }),
  },
  { additionalProperties: false },
);

/** DTLS role and certificate fingerprints (RFC 8122). */
export const DtlsParameters = Type.Object(
  {
    role: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('client'), Type.Literal('server')])),
    fingerprints: Type.Array(DtlsFingerprint, { minItems: 1, maxItems: 8 }),
  },
  { additionalProperties: false },
);
/** DTLS role and certificate fingerprints. */
export type DtlsParameters = Type.Static<typeof DtlsParameters>;

/** ICE credentials of the server (RFC 8839). */
export const IceParameters = Type.Object({
  usernameFragment: Type.String(),
  password: Type.String(),
  iceLite: Type.Optional(Type.Boolean()),
});
/** ICE credentials of the server. */
export type IceParameters = Type.Static<typeof IceParameters>;

/** A transport the server has ready for one direction. */
export const TransportInfo = Type.Object({ id: Type.String(), iceParameters: IceParameters });
/** A transport the server has ready for one direction. */
export type TransportInfo = Type.Static<typeof TransportInfo>;

/** Where the media server is reached and who it is: the same for both transports of a connection, so it is sent once. */
export const MediaServerInfo = Type.Object({
  iceCandidates: Type.Array(
    Type.Object({
      foundation: Type.String(),
      priority: Type.Integer(),
      address: Type.String(),
      protocol: Type.Union([Type.Literal('udp'), Type.Literal('tcp')]),
      port: Type.Integer(),
      type: Type.Literal('host'),
      tcpType: Type.Optional(Type.Literal('passive')),
    }),
  ),
  dtlsParameters: DtlsParameters,
  sctpParameters: Type.Object({
    port: Type.Integer(),
    OS: Type.Integer(),
    MIS: Type.Integer(),
    maxMessageSize: Type.Integer(),
  }),
});
/** Where the media server is reached and who it is. */
export type MediaServerInfo = Type.Static<typeof MediaServerInfo>;

/** A member's new transports. */
export const RenewedMedia = Type.Object({
  mediaServer: Type.Optional(MediaServerInfo),
  sendTransport: Type.Optional(TransportInfo),
  recvTransport: Type.Optional(TransportInfo),
});
/** A member's new transports. */
export type RenewedMedia = Type.Static<typeof RenewedMedia>;

/** One track the server is ready to send to this client. */
export const ConsumerInfo = Type.Object({
  id: Type.String(),
  producerId: Type.String(),
  kind: MediaKind,
  rtpParameters: RtpParameters,
});
/** One track the server is ready to send to this client. */
export type ConsumerInfo = Type.Static<typeof ConsumerInfo>;

/** A subscription the server has made in advance, so that `subscribe` needs no round trip; see docs/protocol.md. */
export const Offer = Type.Object({ subscriptionId: Uuid, consumers: Type.Array(ConsumerInfo) });
/** A subscription the server has made in advance. */
export type Offer = Type.Static<typeof Offer>;

/** Whether a viewer's line carries a picture: as it is wanted, in its smallest size only, or not at all. */
export const VideoSupply = Type.Union([Type.Literal('full'), Type.Literal('poor'), Type.Literal('none')]);
/** Whether a viewer's line carries a picture. */
export type VideoSupply = Type.Static<typeof VideoSupply>;

/** What a publisher tells its viewers of its own end: bit rates in bits per second, 0 while unknown. */
export const SenderReport = Type.Object(
  {
    connectionMaxAllocatedBitrate: Type.Number({ minimum: 0, maximum: 1e12 }),
    connectionEstimatedBandwidth: Type.Number({ minimum: 0, maximum: 1e12 }),
    networkCondition: Type.Union([
      Type.Literal('unknown'),
      Type.Literal('critical'),
      Type.Literal('warning'),
      Type.Literal('fair'),
      Type.Literal('good'),
      Type.Literal('excellent'),
    ]),
    networkConditionReason: Type.Union([
      Type.Literal('none'),
      Type.Literal('unknown'),
      Type.Literal('bandwidth'),
      Type.Literal('packetLoss'),
    ]),
  },
  { additionalProperties: false },
);
/** What a publisher tells its viewers of its own end. */
export type SenderReport = Type.Static<typeof SenderReport>;

/** A STUN or TURN server. */
export const IceServer = Type.Object({
  urls: Type.Union([Type.String(), Type.Array(Type.String())]),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});
/** A STUN or TURN server. */
export type IceServer = Type.Static<typeof IceServer>;
