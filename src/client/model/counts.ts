/** How many clients do what in the session, counted by the server; `version` grows with every change. */
export interface SessionCounts {
  readonly version: number;
  /** Connected clients, this one included. */
  readonly connections: number;
  /** Clients that publish at least one stream. */
  readonly publishers: number;
  /** Clients that subscribe to at least one stream. */
  readonly subscribers: number;
  /** Clients that subscribe and do not publish. */
  readonly subscribingOnly: number;
}
