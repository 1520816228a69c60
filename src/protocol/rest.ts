import Type from 'typebox';
import { LIMITS, ZONE } from './limits.ts';
import { Uuid } from './model.ts';

const ARCHIVE_RESOLUTIONS = ['640x480', '480x640', '1280x720', '720x1280', '1920x1080', '1080x1920'];

/**
 * Body of `POST /session/create`, form or JSON, once absent values (empty, `null`) are left out; unknown fields are ignored.
 * `minimumEncryption`, `maxConnections` and `zone` are ours, everything else is OpenTok's.
 */
export const SessionCreateBody = Type.Object({
  /** `enabled` and `always` = relayed, also when absent; `disabled` = routed. */
  'p2p.preference': Type.Optional(Type.Enum(['enabled', 'disabled', 'always'])),
  archiveMode: Type.Optional(Type.Enum(['manual', 'always'])),
  /** Without NUL, which Postgres cannot keep. */
  archiveName: Type.Optional(Type.String({ minLength: 1, maxLength: 80, pattern: '^[^\\u0000]*$' })),
  archiveResolution: Type.Optional(Type.Enum(ARCHIVE_RESOLUTIONS)),
  /** A hint where to host the session; checked and not kept: this server is in one place. */
  location: Type.Optional(Type.String({ format: 'ipv4' })),
  e2ee: Type.Optional(Type.Boolean()),
  /** The least SRTP strength a participant must have negotiated. */
  minimumEncryption: Type.Optional(Type.Enum(['aes-128', 'aes-256'])),
  /** Connections the session may hold; absent: the server's setting. */
  maxConnections: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  /** Where its media has to stay: the zone of the server that is asked. */
  zone: Type.Optional(Type.String({ pattern: ZONE })),
});
/** Body of `POST /session/create`. */
export type SessionCreateBody = Type.Static<typeof SessionCreateBody>;

/** Ids in paths under a session. */
export const SessionPath = Type.Object({ sessionId: Type.String({ minLength: 1, maxLength: 500 }) });
/** A stream in a path. */
export const StreamPath = Type.Object({ ...SessionPath.properties, streamId: Uuid });
/** A stream in a path. */
export type StreamPath = Type.Static<typeof StreamPath>;
/** A connection in a path. */
export const ConnectionPath = Type.Object({ ...SessionPath.properties, connectionId: Uuid });
/** A connection in a path. */
export type ConnectionPath = Type.Static<typeof ConnectionPath>;

/** A callback in a path. */
export const CallbackPath = Type.Object({ callbackId: Uuid });
/** A callback in a path. */
export type CallbackPath = Type.Static<typeof CallbackPath>;

/** Query of a list: where it begins (0: the newest) and how many it holds. */
export const PageQuery = Type.Object({
  offset: Type.Integer({ minimum: 0, maximum: 1_000_000_000, default: 0 }),
  count: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }),
});
/** Query of a list. */
export type PageQuery = Type.Static<typeof PageQuery>;

/** Query of `DELETE .../connection/{id}`. */
export const ForceDisconnectQuery = Type.Object({
  /** Whether the token the connection came with is refused from now on. */
  revokeToken: Type.Boolean({ default: false }),
});
/** Query of `DELETE .../connection/{id}`. */
export type ForceDisconnectQuery = Type.Static<typeof ForceDisconnectQuery>;

const LayoutClassList = Type.Array(Type.String({ minLength: 1, maxLength: LIMITS.layoutClass }), {
  maxItems: LIMITS.layoutClasses,
});

/** Body of `PUT .../stream/{id}`. */
export const StreamLayoutBody = Type.Object({ layoutClassList: LayoutClassList });
/** Body of `PUT .../stream/{id}`. */
export type StreamLayoutBody = Type.Static<typeof StreamLayoutBody>;

/** Body of `PUT .../stream`: the classes of several streams. */
export const StreamLayoutsBody = Type.Object({
  items: Type.Array(Type.Object({ id: Uuid, layoutClassList: LayoutClassList }), { minItems: 1, maxItems: 1000 }),
});
/** Body of `PUT .../stream`. */
export type StreamLayoutsBody = Type.Static<typeof StreamLayoutsBody>;

/** Body of `POST .../signal`. Lengths are checked by the route, because too long is another answer than wrong. */
export const SignalBody = Type.Object({ type: Type.Optional(Type.String()), data: Type.Optional(Type.String()) });
/** Body of `POST .../signal`. */
export type SignalBody = Type.Static<typeof SignalBody>;

const StreamIds = Type.Optional(Type.Array(Uuid, { maxItems: LIMITS.excludedStreams }));

/** Body of `POST .../mute`; the official SDKs spell the list in three ways. */
export const MuteAllBody = Type.Object({
  active: Type.Optional(Type.Boolean()),
  excludedStreamIds: StreamIds,
  excludedStreams: StreamIds,
  excudedStreamIds: StreamIds,
});
/** Body of `POST .../mute`. */
export type MuteAllBody = Type.Static<typeof MuteAllBody>;

/** Body of every refusal of the REST API. */
export const RestError = Type.Object({ code: Type.Integer(), message: Type.String(), description: Type.String() });
/** Body of every refusal of the REST API. */
export type RestError = Type.Static<typeof RestError>;
