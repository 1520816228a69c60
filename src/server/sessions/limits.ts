/** How much one session and one connection may use. */
export interface Limits {
  /** Connections in one session, unless the session has its own number. */
  readonly connectionsPerSession: number;
  /** Connections in all sessions of one project on this server. */
  readonly connectionsPerProject: number;
  readonly streamsPerConnection: number;
  readonly streamsPerSession: number;
  readonly subscriptionsPerConnection: number;
  /** Sessions with more connections than this get no offers (anticipated subscriptions). */
  readonly offersUpToConnections: number;
  /** An offer that is neither taken nor declined is closed after this time. */
  readonly offerLifetimeMs: number;
  /** Changes of the counts are collected this long before they are told. */
  readonly countsWindowMs: number;
  /** An empty session keeps its media room this long. */
  readonly idleTimeoutMs: number;
  /** Requests a connection may send at once, and then per second. */
  readonly requestBurst: number;
  readonly requestsPerSecond: number;
  /** Signals a connection may send at once, and then per second. */
  readonly signalBurst: number;
  readonly signalsPerSecond: number;
  /** Signals all members of a session together may receive per second, twice that at once. */
  readonly signalDeliveriesPerSecond: number;
  /** Refused messages in a row after which a connection is closed. */
  readonly refusalsInARow: number;
  /** Time from the socket's opening to its CONNECT packet; a page may open the socket before it connects. */
  readonly handshakeTimeoutMs: number;
  /** CONNECT packets a socket may send, whatever becomes of them; more end it. */
  readonly connectPackets: number;
  /** Sockets one client address may hold, and how many of them without a valid token yet. */
  readonly socketsPerAddress: number;
  readonly newcomersPerAddress: number;
  /** Characters that may wait for a client that does not read; more end its connection. */
  readonly unsentCharacters: number;
  /** How often the server asks a silent socket for a sign of life, and how long it waits for one. */
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  /** How long a connection is kept whose socket was closed by the other side, and one that fell silent. */
  readonly closedGraceMs: number;
  readonly silentGraceMs: number;
}

/** What is used where the configuration says nothing. */
export const DEFAULT_LIMITS: Limits = {
  connectionsPerSession: 500,
  connectionsPerProject: 100_000,
  streamsPerConnection: 8,
  streamsPerSession: 500,
  subscriptionsPerConnection: 200,
  offersUpToConnections: 8,
  offerLifetimeMs: 5_000,
  countsWindowMs: 100,
  idleTimeoutMs: 15_000,
  requestBurst: 400,
  requestsPerSecond: 100,
  signalBurst: 30,
  signalsPerSecond: 15,
  signalDeliveriesPerSecond: 10_000,
  refusalsInARow: 100,
  handshakeTimeoutMs: 45_000,
  connectPackets: 8,
  socketsPerAddress: 1000,
  newcomersPerAddress: 500,
  unsentCharacters: 4_194_304,
  pingIntervalMs: 2_000,
  pingTimeoutMs: 3_000,
  closedGraceMs: 5_000,
  silentGraceMs: 30_000,
};
