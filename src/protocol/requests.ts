import Type from 'typebox';
import { LIMITS, SIGNAL_TYPE } from './limits.ts';
import {
  ConsumerInfo,
  DtlsParameters,
  IceParameters,
  MediaKind,
  RenewedMedia,
  RtpCapabilities,
  RtpParameters,
  SenderReport,
} from './media-messages.ts';
import { StreamProperties, Uuid, VideoDimensions } from './model.ts';

const Empty = Type.Object({}, { additionalProperties: false });

/**
 * Every request a client can make: name -> schema of its data and of its reply.
 * The acknowledgement is `{ ok: true, data }` or `{ ok: false, error }`. A request sent without an acknowledgement
 * callback is one-way; when it is refused the client gets the notification `requestRefused`.
 */
export const REQUESTS = {
  /** Completes both transports of `welcome` in one message: the client uses one DTLS certificate for both. One-way. */
  connectTransports: {
    data: Type.Object(
      { dtlsParameters: DtlsParameters, rtpCapabilities: RtpCapabilities },
      { additionalProperties: false },
    ),
    reply: Empty,
  },
  /** New ICE credentials for both transports, after the network has changed (RFC 8445, ICE restart). */
  restartIce: {
    data: Empty,
    reply: Type.Object({ send: Type.Optional(IceParameters), recv: Type.Optional(IceParameters) }),
  },
  /** New transports in place of those that can't be used any more; own streams and subscriptions wait for their media. */
  renewTransports: { data: Empty, reply: RenewedMedia },
  /**
   * Publishes a stream with its tracks; media may already be on its way. With the id of an own stream whose transport was
   * renewed its media is brought back, and its properties stay.
   */
  publish: {
    data: Type.Object(
      {
        streamId: Type.Optional(Uuid),
        properties: StreamProperties,
        tracks: Type.Array(
          Type.Object({ kind: MediaKind, rtpParameters: RtpParameters }, { additionalProperties: false }),
          { minItems: 1, maxItems: 2 },
        ),
      },
      { additionalProperties: false },
    ),
    /** `muted`: the session mutes newcomers, so the stream has begun without sound. */
    reply: Type.Object({ streamId: Uuid, createdAt: Type.Integer(), muted: Type.Optional(Type.Boolean()) }),
  },
  unpublish: {
    data: Type.Object(
      {
        streamId: Uuid,
        reason: Type.Optional(Type.Union([Type.Literal('clientDisconnected'), Type.Literal('mediaStopped')])),
      },
      { additionalProperties: false },
    ),
    reply: Empty,
  },
  /** Mutes, unmutes or resizes an own stream; a muted track is paused in the media server. */
  updateStream: {
    data: Type.Object(
      {
        streamId: Uuid,
        hasAudio: Type.Optional(Type.Boolean()),
        hasVideo: Type.Optional(Type.Boolean()),
        videoDimensions: Type.Optional(VideoDimensions),
        /** Why the picture was switched: the publisher's line had no room for it, or has again. */
        reason: Type.Optional(Type.Literal('quality')),
      },
      { additionalProperties: false },
    ),
    reply: Empty,
  },
  /** Says how well an own stream is carried away; its viewers are told. One-way. */
  reportSending: {
    data: Type.Object({ streamId: Uuid, ...SenderReport.properties }, { additionalProperties: false }),
    reply: Empty,
  },
  /**
   * Subscribes to a stream. With the `subscriptionId` of an offer the offer is taken and the reply lists no consumers;
   * with a new id consumers are made, paused until `playSubscription`; none while the stream's media is being brought back,
   * until `streamRestored`.
   */
  subscribe: {
    data: Type.Object(
      { subscriptionId: Uuid, streamId: Uuid, audio: Type.Boolean(), video: Type.Boolean() },
      { additionalProperties: false },
    ),
    reply: Type.Object({ consumers: Type.Array(ConsumerInfo) }),
  },
  /** The client can now decode this subscription: media may flow. One-way. */
  playSubscription: {
    data: Type.Object({ subscriptionId: Uuid }, { additionalProperties: false }),
    reply: Empty,
  },
  /**
   * Switches the audio or video of a subscription on or off, or says which quality is enough: the server picks the layers,
   * where the publisher sends several. Null: the best there is.
   */
  updateSubscription: {
    data: Type.Object(
      {
        subscriptionId: Uuid,
        audio: Type.Optional(Type.Boolean()),
        video: Type.Optional(Type.Boolean()),
        preferredDimensions: Type.Optional(Type.Union([VideoDimensions, Type.Null()])),
        maxFrameRate: Type.Optional(Type.Union([Type.Number({ minimum: 0, maximum: 240 }), Type.Null()])),
      },
      { additionalProperties: false },
    ),
    reply: Empty,
  },
  /** Ends a subscription, or declines an offer. */
  unsubscribe: {
    data: Type.Object({ subscriptionId: Uuid }, { additionalProperties: false }),
    reply: Empty,
  },
  /** Asks the publisher of a subscribed stream for a key frame. One-way. */
  requestKeyFrame: {
    data: Type.Object({ subscriptionId: Uuid }, { additionalProperties: false }),
    reply: Empty,
  },
  /** Sends text to everyone (the sender included) or to one connection. Accepted is not delivered. */
  signal: {
    data: Type.Object(
      {
        type: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.signalType, pattern: SIGNAL_TYPE })),
        /** JSON text of the app's value. */
        data: Type.Optional(Type.String({ maxLength: LIMITS.signalData })),
        to: Type.Optional(Uuid),
      },
      { additionalProperties: false },
    ),
    reply: Empty,
  },
  /** Ends another connection. */
  forceDisconnect: {
    data: Type.Object({ connectionId: Uuid }, { additionalProperties: false }),
    reply: Empty,
  },
  /** Ends another's stream. */
  forceUnpublish: {
    data: Type.Object({ streamId: Uuid }, { additionalProperties: false }),
    reply: Empty,
  },
  /** Mutes another's stream; its owner may unmute it. */
  forceMuteStream: {
    data: Type.Object({ streamId: Uuid }, { additionalProperties: false }),
    reply: Empty,
  },
  /** Mutes every stream but the excluded ones, and those that begin until `disableForceMute`. */
  forceMuteAll: {
    data: Type.Object(
      { excludedStreamIds: Type.Array(Uuid, { maxItems: LIMITS.excludedStreams }) },
      { additionalProperties: false },
    ),
    reply: Empty,
  },
  /** Streams that begin are no longer muted. */
  disableForceMute: { data: Empty, reply: Empty },
} as const;

/** Names of the requests. */
export type RequestName = keyof typeof REQUESTS;
/** Data of a request. */
export type RequestData<Name extends RequestName> = Type.Static<(typeof REQUESTS)[Name]['data']>;
/** Reply of a request. */
export type RequestReply<Name extends RequestName> = Type.Static<(typeof REQUESTS)[Name]['reply']>;
