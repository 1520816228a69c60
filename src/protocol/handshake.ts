import Type from 'typebox';
import { LIMITS } from './limits.ts';

/** What the client sends as `auth` in socket.io's CONNECT packet. */
export const Handshake = Type.Object(
  {
    /** {@link PROTOCOL_VERSION} of the client. */
    protocol: Type.Integer({ minimum: 0, maximum: 65_535 }),
    /** API key or application id, as the app gave it. */
    apiKey: Type.String({ minLength: 1, maxLength: 64 }),
    sessionId: Type.String({ minLength: 1, maxLength: LIMITS.sessionId }),
    token: Type.String({ minLength: 1, maxLength: LIMITS.token }),
    /** False: no connectionCreated / connectionDestroyed wanted (`connectionEventsSuppressed`). */
    connectionEvents: Type.Optional(Type.Boolean()),
    /** True: the app listens for streamCreated and so will probably subscribe; the server may make offers. */
    anticipate: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
/** What the client sends as `auth` in socket.io's CONNECT packet. */
export type Handshake = Type.Static<typeof Handshake>;
