import type { ConnectionId } from '../../base/ids.ts';
import type { ConnectionInfo } from '../../protocol/model.ts';
import type { RequestData } from '../../protocol/requests.ts';
import { notFound, notPermitted, rateLimited } from '../errors.ts';
import type { Fact } from './facts.ts';
import type { Limits } from './limits.ts';
import type { Member } from './member.ts';
import { RateLimit } from './rate-limit.ts';
import type { Roster } from './roster.ts';

/** What signals need. */
export interface SignalsDeps {
  readonly roster: Roster;
  readonly limits: Limits;
  readonly tell: (fact: Fact) => void;
}

/** Text that members, and back ends, send. */
export class Signals {
  readonly #deps: SignalsDeps;
  /** Counts receivers, not signals: everybody speaking to everybody grows with the square of the members. */
  readonly #deliveries: RateLimit;

  constructor(deps: SignalsDeps) {
    this.#deps = deps;
    const { signalDeliveriesPerSecond } = deps.limits;
    this.#deliveries = new RateLimit(2 * signalDeliveriesPerSecond, signalDeliveriesPerSecond);
  }

  /** A member's signal, to all or to one. Throws `notPermitted`, `notFound`, `rateLimited`. */
  send(from: Member, data: RequestData<'signal'>): void {
    if (!from.permissions.signal) throw notPermitted('signal: the token of this connection does not allow it.');
    this.#pass(data, from.info);
  }

  /** A back end's signal, to all or to one. Throws `notFound`, `rateLimited`. */
  announce(data: RequestData<'signal'>): void {
    this.#pass(data, undefined);
  }

  #pass({ type, data, to }: RequestData<'signal'>, from: ConnectionInfo | undefined): void {
    const { roster, limits, tell } = this.#deps;
    if (to !== undefined && !roster.members.has(to as ConnectionId)) {
      throw notFound('signal: there is no connection with this id in this session.');
    }
    const receivers = to === undefined ? roster.members.size : 1;
    // A session larger than the budget may still be spoken to, one signal at a time.
    const cost = Math.min(receivers, 2 * limits.signalDeliveriesPerSecond);
    if (!this.#deliveries.take(undefined, cost)) {
      throw rateLimited('signal: everyone together signals too much in this session; slow down, or send to one.');
    }
    tell({
      fact: 'signal',
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to: to as ConnectionId }),
      ...(type !== undefined && { type }),
      ...(data !== undefined && { data }),
    });
  }
}
