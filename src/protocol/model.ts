import Type from 'typebox';
import { LIMITS } from './limits.ts';

/** Lower-case UUID, the form the official server SDKs demand of connection and stream ids. */
export const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  minLength: 36,
  maxLength: 36,
});

/** Roles a token can carry. */
export const Role = Type.Union([
  Type.Literal('subscriber'),
  Type.Literal('publisher'),
  Type.Literal('moderator'),
  Type.Literal('publisheronly'),
]);
/** Roles a token can carry. */
export type Role = Type.Static<typeof Role>;

/** What a connection may do; derived from its role on the server. */
export const Permissions = Type.Object({
  publish: Type.Boolean(),
  subscribe: Type.Boolean(),
  signal: Type.Boolean(),
  forceUnpublish: Type.Boolean(),
  forceDisconnect: Type.Boolean(),
  forceMute: Type.Boolean(),
});
/** What a connection may do. */
export type Permissions = Type.Static<typeof Permissions>;

/** One connected client as everyone in its session sees it. `createdAt` in ms since the epoch. */
export const ConnectionInfo = Type.Object({
  id: Uuid,
  createdAt: Type.Integer(),
  data: Type.String(),
});
/** One connected client as everyone in its session sees it. */
export type ConnectionInfo = Type.Static<typeof ConnectionInfo>;

/** What the picture shows; absent for a stream without video. */
export const VideoType = Type.Union([Type.Literal('camera'), Type.Literal('screen'), Type.Literal('custom')]);
/** What the picture shows. */
export type VideoType = Type.Static<typeof VideoType>;

/** Size of a picture in pixels. */
export const VideoDimensions = Type.Object(
  {
    width: Type.Integer({ minimum: 0, maximum: 16_384 }),
    height: Type.Integer({ minimum: 0, maximum: 16_384 }),
  },
  { additionalProperties: false },
);
/** Size of a picture in pixels. */
export type VideoDimensions = Type.Static<typeof VideoDimensions>;

/** How a picture is fitted into its element. */
export const FitMode = Type.Union([Type.Literal('cover'), Type.Literal('contain')]);
/** How a picture is fitted into its element. */
export type FitMode = Type.Static<typeof FitMode>;

/** What the publisher says of its stream; it may change `hasAudio`, `hasVideo` and `videoDimensions` later. */
export const StreamProperties = Type.Object(
  {
    name: Type.String({ maxLength: LIMITS.streamName }),
    initials: Type.Optional(Type.String({ maxLength: 2 })),
    hasAudio: Type.Boolean(),
    hasVideo: Type.Boolean(),
    videoType: Type.Optional(VideoType),
    videoDimensions: Type.Optional(VideoDimensions),
    frameRate: Type.Optional(Type.Number({ minimum: 0, maximum: 240 })),
    defaultFitMode: Type.Optional(FitMode),
    /** False: viewers are not told when their line has no room for the picture. */
    audioFallback: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
/** What the publisher says of its stream. */
export type StreamProperties = Type.Static<typeof StreamProperties>;

/** A published stream as everyone in its session sees it. `createdAt` in ms since the epoch. */
export const StreamInfo = Type.Object({
  id: Uuid,
  connectionId: Uuid,
  createdAt: Type.Integer(),
  properties: StreamProperties,
  subscriberCount: Type.Integer({ minimum: 0 }),
});
/** A published stream as everyone in its session sees it. */
export type StreamInfo = Type.Static<typeof StreamInfo>;

/**
 * How many clients do what, counted by the server. `version` grows with every change, so the newest wins.
 * `publishers` and `subscribers` count connections, not streams; `subscribingOnly` are subscribers that publish nothing.
 */
export const Counts = Type.Object({
  version: Type.Integer({ minimum: 0 }),
  connections: Type.Integer({ minimum: 0 }),
  publishers: Type.Integer({ minimum: 0 }),
  subscribers: Type.Integer({ minimum: 0 }),
  subscribingOnly: Type.Integer({ minimum: 0 }),
});
/** How many clients do what, counted by the server. */
export type Counts = Type.Static<typeof Counts>;

/** The least SRTP strength a session accepts. */
export const MinimumEncryption = Type.Union([Type.Literal('aes-128'), Type.Literal('aes-256')]);
/** The least SRTP strength a session accepts. */
export type MinimumEncryption = Type.Static<typeof MinimumEncryption>;

/** Why a connection or stream ended, in OpenTok's words. */
export const EndReason = Type.Union([
  Type.Literal('clientDisconnected'),
  Type.Literal('forceDisconnected'),
  Type.Literal('forceUnpublished'),
  Type.Literal('mediaStopped'),
  Type.Literal('networkDisconnected'),
  Type.Literal('serverRotation'),
]);
/** Why a connection or stream ended, in OpenTok's words. */
export type EndReason = Type.Static<typeof EndReason>;
