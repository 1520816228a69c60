/** What the type of a signal is made of, as a regular expression. */
export const SIGNAL_TYPE = '^[A-Za-z0-9._~-]+$';

/** What the name of a zone is, as a regular expression. */
export const ZONE = '^[a-z0-9][a-z0-9-]{0,31}$';

/** Sizes that both sides check: the client to refuse early with a clear error, the server because it must. */
export const LIMITS = {
  /** Characters of a token; a T1 token writes each character of its data as up to twelve. */
  token: 32_768,
  /** Characters of a resume ticket. */
  ticket: 64,
  /** Characters of a project's id: an API key, or a UUID. */
  projectId: 64,
  /** Characters of a session id. */
  sessionId: 255,
  /** Characters of connection data in a token (documented 1000; the Node SDK lets 1024 through). */
  connectionData: 1024,
  /** Characters of a stream name. */
  streamName: 1000,
  /** Characters of a signal's type. */
  signalType: 128,
  /** Characters of a signal's data as JSON. */
  signalData: 8192,
  /** Streams that forceMuteAll can leave out. */
  excludedStreams: 1000,
  /** Classes of a stream for layouts, and characters of one. */
  layoutClasses: 100,
  layoutClass: 255,
  /** Callbacks of a project, and characters of a callback's URL and of the body that registers it. */
  callbacks: 100,
  callbackUrl: 2048,
  callbackBody: 8096,
  /** Bytes of one socket message. */
  message: 65_536,
} as const;
