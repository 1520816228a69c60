import Type from 'typebox';
import { LIMITS } from './limits.ts';
import { Uuid } from './model.ts';

/** The calls between the operator's page and its server; nobody else is promised anything here. Times in ms since the epoch. */

const Count = Type.Integer({ minimum: 0 });
const Time = Type.Integer({ minimum: 0 });

/** Body of `POST sign-in`. */
export const SignInBody = Type.Object(
  { passphrase: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
/** Body of `POST sign-in`. */
export type SignInBody = Type.Static<typeof SignInBody>;

/** Body of `POST sign-out`. */
export const SignOutBody = Type.Object({}, { additionalProperties: false });

/** Whether this browser is signed in. */
export const SignInState = Type.Object({ signedIn: Type.Boolean() });
/** Whether this browser is signed in. */
export type SignInState = Type.Static<typeof SignInState>;

/** How many of everything there are on this server. */
export const Totals = Type.Object({
  sessions: Count,
  connections: Count,
  publishers: Count,
  subscribers: Count,
  subscribingOnly: Count,
  streams: Count,
});
/** How many of everything there are on this server. */
export type Totals = Type.Static<typeof Totals>;

/** The totals of one moment. */
export const Sample = Type.Object({ at: Time, ...Totals.properties });
/** The totals of one moment. */
export type Sample = Type.Static<typeof Sample>;

/** One media worker; `cpuShare` is of one processor core, absent until it was looked at twice. */
export const WorkerLoad = Type.Object({
  /** From 0; whoever replaces it has the same. */
  place: Count,
  sessions: Count,
  cpuShare: Type.Optional(Type.Number({ minimum: 0 })),
  memoryBytes: Count,
});
/** One media worker. */
export type WorkerLoad = Type.Static<typeof WorkerLoad>;

/** Query of `GET overview`: samples later than `since` (absent: all there are). */
export const OverviewQuery = Type.Object({ since: Type.Optional(Time) }, { additionalProperties: false });
/** Query of `GET overview`. */
export type OverviewQuery = Type.Static<typeof OverviewQuery>;

/** How the server is, and how much goes on. */
export const Overview = Type.Object({
  now: Time,
  server: Type.Object({
    version: Type.String(),
    startedAt: Time,
    status: Type.Enum(['healthy', 'draining', 'unavailable']),
    memoryBytes: Count,
  }),
  workers: Type.Array(WorkerLoad),
  totals: Totals,
  callbacks: Type.Object({
    waiting: Count,
    oldestAt: Type.Optional(Time),
    delivered: Count,
    failed: Count,
    givenUp: Count,
  }),
  samples: Type.Array(Sample),
});
/** How the server is, and how much goes on. */
export type Overview = Type.Static<typeof Overview>;

/** Answer of `GET projects`: what can be chosen from. */
export const ProjectList = Type.Object({
  items: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
/** Answer of `GET projects`. */
export type ProjectList = Type.Static<typeof ProjectList>;

const page = {
  offset: Type.Integer({ minimum: 0, maximum: 1_000_000_000, default: 0 }),
  count: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
};

/** Query of `GET sessions`: those somebody is in (the fullest first), or all that were created (the newest first). */
export const SessionsQuery = Type.Object(
  {
    ...page,
    state: Type.Enum(['open', 'created'], { default: 'open' }),
    project: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.projectId })),
    /** Part of a session's id, in capital or small letters. */
    search: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.sessionId })),
  },
  { additionalProperties: false },
);
/** Query of `GET sessions`. */
export type SessionsQuery = Type.Static<typeof SessionsQuery>;

/** One session in a list. */
export const SessionItem = Type.Object({
  id: Type.String(),
  projectId: Type.String(),
  createdAt: Time,
  open: Type.Boolean(),
  connections: Count,
  publishers: Count,
  subscribers: Count,
  subscribingOnly: Count,
  streams: Count,
});
/** One session in a list. */
export type SessionItem = Type.Static<typeof SessionItem>;

/** Answer of `GET sessions`: one page, and how many there are in all. */
export const SessionList = Type.Object({ count: Count, items: Type.Array(SessionItem) });
/** Answer of `GET sessions`. */
export type SessionList = Type.Static<typeof SessionList>;

/** A session in a path. */
export const OperatorSessionPath = Type.Object({
  sessionId: Type.String({ minLength: 1, maxLength: LIMITS.sessionId }),
});
/** A session in a path. */
export type OperatorSessionPath = Type.Static<typeof OperatorSessionPath>;

/** A connection in a path. */
export const OperatorConnectionPath = Type.Object({ ...OperatorSessionPath.properties, connectionId: Uuid });
/** A connection in a path. */
export type OperatorConnectionPath = Type.Static<typeof OperatorConnectionPath>;

/** Query of `GET sessions/{id}`: which of its connections. */
export const ConnectionsQuery = Type.Object(page, { additionalProperties: false });
/** Query of `GET sessions/{id}`. */
export type ConnectionsQuery = Type.Static<typeof ConnectionsQuery>;

/** One direction of a connection; `suite` and `protocol` are absent until they are negotiated, `packetLoss` is a share from 0 to 1. */
export const Direction = Type.Object({
  connected: Type.Boolean(),
  suite: Type.Optional(Type.String()),
  protocol: Type.Optional(Type.Enum(['udp', 'tcp'])),
  bitrateBps: Type.Number({ minimum: 0 }),
  packetLoss: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
});
/** One direction of a connection. */
export type Direction = Type.Static<typeof Direction>;

/** One track as it comes in; `score` is the media server's, 0 to 10, of its worst layer in use. */
export const TrackItem = Type.Object({
  kind: Type.Enum(['audio', 'video']),
  codec: Type.String(),
  paused: Type.Boolean(),
  bitrateBps: Type.Number({ minimum: 0 }),
  packetLoss: Type.Number({ minimum: 0, maximum: 1 }),
  score: Type.Optional(Type.Number({ minimum: 0, maximum: 10 })),
  layers: Count,
});
/** One track as it comes in. */
export type TrackItem = Type.Static<typeof TrackItem>;

/** One stream without its name, which can be a person's. */
export const StreamItem = Type.Object({
  id: Type.String(),
  createdAt: Time,
  videoType: Type.Optional(Type.String()),
  width: Type.Optional(Count),
  height: Type.Optional(Count),
  subscribers: Count,
  tracks: Type.Array(TrackItem),
});
/** One stream. */
export type StreamItem = Type.Static<typeof StreamItem>;

/** One connection without its data, which can be personal. */
export const ConnectionItem = Type.Object({
  id: Type.String(),
  createdAt: Time,
  role: Type.String(),
  permissions: Type.Array(Type.String()),
  /** Its line is cut; it may come back. */
  away: Type.Boolean(),
  roundTripMs: Type.Optional(Type.Number({ minimum: 0 })),
  send: Type.Optional(Direction),
  recv: Type.Optional(Direction),
  subscribesTo: Type.Array(Type.String()),
  streams: Type.Array(StreamItem),
});
/** One connection. */
export type ConnectionItem = Type.Static<typeof ConnectionItem>;

/** Answer of `GET sessions/{id}`: the session, and a page of its connections (those that publish first) with their streams. */
export const SessionDetail = Type.Object({
  session: Type.Object({
    ...SessionItem.properties,
    mediaMode: Type.String(),
    e2ee: Type.Boolean(),
    minimumEncryption: Type.Optional(Type.String()),
    maxConnections: Type.Optional(Count),
    zone: Type.Optional(Type.String()),
  }),
  count: Count,
  connections: Type.Array(ConnectionItem),
});
/** Answer of `GET sessions/{id}`. */
export type SessionDetail = Type.Static<typeof SessionDetail>;

/** Answer of `GET sessions/{id}/connections/{id}/data`: what the app says of a connection and its streams. */
export const ConnectionData = Type.Object({
  data: Type.String(),
  streams: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
/** Answer of `GET sessions/{id}/connections/{id}/data`. */
export type ConnectionData = Type.Static<typeof ConnectionData>;

/** Query of `DELETE sessions/{id}/connections/{id}`. */
export const DisconnectQuery = Type.Object(
  {
    /** Whether the token it came with is refused from now on. */
    revokeToken: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
);
/** Query of `DELETE sessions/{id}/connections/{id}`. */
export type DisconnectQuery = Type.Static<typeof DisconnectQuery>;

/** Answer of `DELETE sessions/{id}/connections/{id}`: the reason is the one its app is told. */
export const Disconnected = Type.Object({
  connectionId: Type.String(),
  reason: Type.String(),
  tokenRevoked: Type.Boolean(),
});
/** Answer of `DELETE sessions/{id}/connections/{id}`. */
export type Disconnected = Type.Static<typeof Disconnected>;

/** Body of every refusal. */
export const OperatorRefusal = Type.Object({ error: Type.Object({ code: Type.String(), message: Type.String() }) });
/** Body of every refusal. */
export type OperatorRefusal = Type.Static<typeof OperatorRefusal>;
