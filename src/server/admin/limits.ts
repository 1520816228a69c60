/** What the operator's page allows; every field has a default. */
export interface AdminLimits {
  /** How long an operator stays signed in. */
  readonly signInLifetimeMs: number;
  /** Browsers signed in at once. */
  readonly signIns: number;
  /** Attempts to sign in, per address and minute. */
  readonly attemptsPerMinute: number;
  /** Attempts to sign in, per minute, of all addresses together. */
  readonly allAttemptsPerMinute: number;
  /** Calls of the page, per address and minute. */
  readonly callsPerMinute: number;
  /** How often the server is counted through, and how many samples are kept. */
  readonly sampleEveryMs: number;
  readonly samples: number;
}

const HOUR_MS = 60 * 60 * 1000;

/** The defaults: samples of six hours. */
export const ADMIN_LIMITS: AdminLimits = {
  signInLifetimeMs: 12 * HOUR_MS,
  signIns: 50,
  attemptsPerMinute: 10,
  allAttemptsPerMinute: 100,
  callsPerMinute: 600,
  sampleEveryMs: 10_000,
  samples: 2160,
};
