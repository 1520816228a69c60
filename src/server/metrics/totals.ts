import { WireErrorCode } from '../../protocol/error-codes.ts';
import { EndReason } from '../../protocol/model.ts';
import type { Observation } from '../observations.ts';
import type { Fact } from '../sessions/facts.ts';

/** What has happened since the start. */
export interface Totals {
  joins: number;
  /** Clients that came back after their socket broke. */
  returns: number;
  readonly joinRefusals: Record<WireErrorCode, number>;
  readonly leaves: Record<EndReason, number>;
  readonly signals: Record<'client' | 'back-end', number>;
  readonly messageRefusals: Record<WireErrorCode, number>;
  /** What failed by the server's own fault, by where it was asked for. */
  readonly errors: Record<'join' | 'message' | 'http', number>;
}

const HTTP_INTERNAL_ERROR = 500;

/** All zero. */
export function createTotals(): Totals {
  return {
    joins: 0,
    returns: 0,
    joinRefusals: toZeros(WireErrorCode),
    leaves: toZeros(EndReason),
    signals: { client: 0, 'back-end': 0 },
    messageRefusals: toZeros(WireErrorCode),
    errors: { join: 0, message: 0, http: 0 },
  };
}

/** Counts what a door saw. */
export function countObservation(totals: Totals, observation: Observation): void {
  switch (observation.seen) {
    case 'joined':
      totals.joins += 1;
      break;
    case 'returned':
      totals.returns += 1;
      break;
    case 'joinRefused':
      totals.joinRefusals[observation.code] += 1;
      if (observation.code === 'internal') totals.errors.join += 1;
      break;
    case 'messageRefused':
      totals.messageRefusals[observation.code] += 1;
      if (observation.code === 'internal') totals.errors.message += 1;
      break;
    case 'answered':
      if (observation.status === HTTP_INTERNAL_ERROR) totals.errors.http += 1;
      break;
  }
}

/** Counts what happened in a session. */
export function countFact(totals: Totals, fact: Fact): void {
  if (fact.fact === 'signal') totals.signals[fact.from === undefined ? 'back-end' : 'client'] += 1;
  const end = toEnd(fact);
  if (end !== undefined) totals.leaves[end.reason] += 1;
}

/** The end of a connection that a fact tells of: a session that closes sends everyone away and then is no more. */
export function toEnd(fact: Fact): { connectionId: string; reason: EndReason } | undefined {
  if (fact.fact === 'connectionDestroyed') return fact;
  return fact.fact === 'expelled' && fact.reason === 'serverRotation' ? fact : undefined;
}

function toZeros<Key extends string>({ anyOf }: { anyOf: readonly { const: Key }[] }): Record<Key, number> {
  return Object.fromEntries(anyOf.map((each) => [each.const, 0])) as Record<Key, number>;
}
