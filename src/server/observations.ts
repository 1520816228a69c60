import type { WireErrorCode } from '../protocol/error-codes.ts';

/** What the doors saw, told upwards for counting; nobody answers. It never holds an id, a name or an address: there are few of each. */
export type Observation =
  /** A newcomer is in its session; `tookMs` from the opening of its socket. */
  | { readonly seen: 'joined'; readonly tookMs: number }
  /** A client that was here before goes on where it was. */
  | { readonly seen: 'returned' }
  | { readonly seen: 'joinRefused'; readonly code: WireErrorCode }
  | { readonly seen: 'messageRefused'; readonly code: WireErrorCode }
  /** An HTTP request was answered; `route` is the pattern of its path, `none` where there is none. */
  | {
      readonly seen: 'answered';
      readonly method: string;
      readonly route: string;
      readonly status: number;
      readonly durationMs: number;
    };

/** An action that changed something or was to: who, what, on what, and how it ended. Ids are technical; nothing here names a person. */
export interface AuditEntry {
  /** Which door it came through. */
  readonly event: 'rest' | 'moderation' | 'operator';
  /** Id of the project. */
  readonly project: string;
  readonly credentialKind: 'rest' | 'client-token' | 'operator';
  /** The connection that did it, when one did. */
  readonly by?: string;
  /** Method and pattern of the path, or the name of the request. */
  readonly action: string;
  readonly sessionId?: string;
  readonly connectionId?: string;
  readonly streamId?: string;
  /** HTTP status, `ok`, or the code of the refusal. */
  readonly result: number | 'ok' | WireErrorCode;
}

/** Who is told of what happens at the doors: for counting, and for the record. */
export interface Watch {
  readonly observe: (observation: Observation) => void;
  readonly audit: (entry: AuditEntry) => void;
}

/** Where nobody counts and nothing is recorded. */
export const UNWATCHED: Watch = { observe: () => undefined, audit: () => undefined };

/** A number of some room, shown among the metrics. */
export interface Meter {
  /** Begins with `conclave_`; a counter's ends with `_total`. */
  readonly name: string;
  readonly help: string;
  /** A counter only grows. */
  readonly kind: 'gauge' | 'counter';
  /** Called for each reading: it answers at once, from what is known. */
  readonly read: () => number;
}

/** Where rooms hand in numbers of their own. */
export interface Meters {
  add(meter: Meter): void;
}
