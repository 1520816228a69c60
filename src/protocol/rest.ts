import Type from 'typebox';

const ARCHIVE_RESOLUTIONS = ['640x480', '480x640', '1280x720', '720x1280', '1920x1080', '1080x1920'];

/**
 * Body of `POST /session/create`, form or JSON, once absent values (empty, `null`) are left out; unknown fields are ignored.
 * `minimumEncryption` and `maxConnections` are ours, everything else is OpenTok's.
 */
export const SessionCreateBody = Type.Object({
  /** `enabled` and `always` = relayed, also when absent; `disabled` = routed. */
  'p2p.preference': Type.Optional(Type.Enum(['enabled', 'disabled', 'always'])),
  archiveMode: Type.Optional(Type.Enum(['manual', 'always'])),
  archiveName: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  archiveResolution: Type.Optional(Type.Enum(ARCHIVE_RESOLUTIONS)),
  /** A hint where to host the session; checked and not kept: this server is in one place. */
  location: Type.Optional(Type.String({ format: 'ipv4' })),
  e2ee: Type.Optional(Type.Boolean()),
  /** The least SRTP strength a participant must have negotiated. */
  minimumEncryption: Type.Optional(Type.Enum(['aes-128', 'aes-256'])),
  /** Connections the session may hold; absent: the server's setting. */
  maxConnections: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
});
/** Body of `POST /session/create`. */
export type SessionCreateBody = Type.Static<typeof SessionCreateBody>;

/** Body of every refusal of the REST API. */
export const RestError = Type.Object({ code: Type.Integer(), message: Type.String(), description: Type.String() });
/** Body of every refusal of the REST API. */
export type RestError = Type.Static<typeof RestError>;
