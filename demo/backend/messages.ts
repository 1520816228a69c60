import Type from 'typebox';

const closed = { additionalProperties: false } as const;

/** Body of POST /demo/sign-in. */
export const SignIn = Type.Object({ passcode: Type.String({ minLength: 1, maxLength: 200 }) }, closed);
/** Body of POST /demo/sign-in. */
export type SignIn = Type.Static<typeof SignIn>;

/** How somebody takes part: with camera and microphone, or watching. */
export const As = Type.Union([Type.Literal('participant'), Type.Literal('viewer')]);
/** How somebody takes part. */
export type As = Type.Static<typeof As>;

/** Body of POST /demo/rooms/join. The room id is in the body, not the path, so that no access log keeps it. */
export const Join = Type.Object(
  {
    roomId: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
    name: Type.String({ minLength: 1, maxLength: 60 }),
    as: As,
  },
  closed,
);
/** Body of POST /demo/rooms/join. */
export type Join = Type.Static<typeof Join>;

/** Body of POST /demo/rooms/check. */
export const Check = Type.Object({ roomId: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) }, closed);
/** Body of POST /demo/rooms/check. */
export type Check = Type.Static<typeof Check>;

/** Body of requests that say nothing more than their path. */
export const Empty = Type.Object({}, closed);

/** Answer of GET /demo/host. */
export const HostAnswer = Type.Object({ signedIn: Type.Boolean() });

/** Answer of POST /demo/rooms; `expiresAt` in ms since the epoch. */
export const RoomAnswer = Type.Object({ roomId: Type.String(), link: Type.String(), expiresAt: Type.Integer() });
/** Answer of POST /demo/rooms. */
export type RoomAnswer = Type.Static<typeof RoomAnswer>;

/** Answer of POST /demo/rooms/join and /check: what `OT.initSession` and `connect` take; `expiresAt` in ms since the epoch. */
export const JoinAnswer = Type.Object({
  apiKey: Type.String(),
  sessionId: Type.String(),
  token: Type.String(),
  expiresAt: Type.Integer(),
});
/** Answer of POST /demo/rooms/join. */
export type JoinAnswer = Type.Static<typeof JoinAnswer>;
