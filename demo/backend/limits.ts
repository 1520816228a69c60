/** What the demo allows; every field has a default. */
export interface DemoLimits {
  /** How long a link works. */
  readonly roomLifetimeMs: number;
  /** Meetings open at once. */
  readonly rooms: number;
  /** How long a host stays signed in. */
  readonly signInLifetimeMs: number;
  /** Hosts signed in at once. */
  readonly hosts: number;
  /** A client token is good for joining this long; it does not end a call. */
  readonly tokenLifetimeMs: number;
  /** How long the answer to a wrong passcode takes. */
  readonly wrongPasscodeDelayMs: number;
  /** Per address and minute. */
  readonly signInsPerMinute: number;
  /** Per address and minute. */
  readonly roomsPerMinute: number;
  /** Per address and minute; a class behind one address joins at once. */
  readonly joinsPerMinute: number;
  /** Per address and minute. */
  readonly checksPerMinute: number;
  /** A token for testing the connection is good for so long. */
  readonly checkLifetimeMs: number;
}

const HOUR_MS = 60 * 60 * 1000;

/** The defaults. */
export const DEMO_LIMITS: DemoLimits = {
  roomLifetimeMs: 24 * HOUR_MS,
  rooms: 200,
  signInLifetimeMs: 12 * HOUR_MS,
  hosts: 100,
  tokenLifetimeMs: 2 * HOUR_MS,
  wrongPasscodeDelayMs: 800,
  signInsPerMinute: 10,
  roomsPerMinute: 20,
  joinsPerMinute: 120,
  checksPerMinute: 12,
  checkLifetimeMs: 2 * 60 * 1000,
};
