import Type from 'typebox';
import { LIMITS } from './limits.ts';
import { Uuid } from './model.ts';

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
    /**
     * The client was in the session already. It gets its connection back (`resumed`) when the server still knows it and has kept
     * every notification after `after`; otherwise, and when `fresh` is true, that connection is ended and it joins anew (`welcome`).
     */
    resume: Type.Optional(
      Type.Object(
        {
          connectionId: Uuid,
          /** From `welcome`. */
          ticket: Type.String({ minLength: 1, maxLength: LIMITS.ticket }),
          /** Sequence number of the last notification received. */
          after: Type.Integer({ minimum: 0 }),
          fresh: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
/** What the client sends as `auth` in socket.io's CONNECT packet. */
export type Handshake = Type.Static<typeof Handshake>;
