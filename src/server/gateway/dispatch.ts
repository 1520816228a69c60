import { SerialQueue } from '../../base/serial-queue.ts';
import type { WireError } from '../../protocol/error-codes.ts';
import type { RequestName } from '../../protocol/requests.ts';
import { conflict, invalidMessage, rateLimited, toServiceError } from '../errors.ts';
import type { Watch } from '../observations.ts';
import type { Logger } from '../ports.ts';
import type { Limits } from '../sessions/limits.ts';
import { RateLimit } from '../sessions/rate-limit.ts';
import { type Acknowledge, Answers } from './answers.ts';
import type { Caller, Handler, Handlers } from './handlers/handler.ts';
import { mediaHandlers } from './handlers/media.ts';
import { moderationHandlers } from './handlers/moderation.ts';
import { signalHandlers } from './handlers/signals.ts';
import { streamHandlers } from './handlers/streams.ts';
import { subscriptionHandlers } from './handlers/subscriptions.ts';
import { isModeration, recordModeration, toAuditEntry } from './moderation-record.ts';
import { checkRequest, isRequestId, isRequestName } from './validation.ts';

const handlers: Handlers = {
  ...mediaHandlers,
  ...streamHandlers,
  ...subscriptionHandlers,
  ...signalHandlers,
  ...moderationHandlers,
};

/** Characters of an unknown request's name that are sent back. */
const NAME_SHOWN = 64;

/** Whoever may not moderate may try as often as it likes, and must not fill the record with that. */
const [RECORDED_REFUSALS, RECORDED_REFUSALS_PER_SECOND] = [10, 0.1];

/** What dispatching one connection's messages needs. */
export interface DispatchDeps {
  readonly caller: Caller;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly watch: Watch;
  /** A one-way request was refused. */
  readonly onRefused: (request: string, error: WireError) => void;
  /** Too many messages in a row were refused. */
  readonly onHostile: () => void;
}

/** Takes the messages of one connection, one after another: limits, schema, handler, answer. */
export class Dispatch {
  /** What became of the numbered requests. */
  readonly answers = new Answers();
  readonly #deps: DispatchDeps;
  readonly #queue = new SerialQueue();
  readonly #requests: RateLimit;
  readonly #signals: RateLimit;
  readonly #recordedRefusals = new RateLimit(RECORDED_REFUSALS, RECORDED_REFUSALS_PER_SECOND);
  #refusals = 0;
  #closed = false;

  constructor(deps: DispatchDeps) {
    this.#deps = deps;
    const { limits } = deps;
    this.#requests = new RateLimit(limits.requestBurst, limits.requestsPerSecond);
    this.#signals = new RateLimit(limits.signalBurst, limits.signalsPerSecond);
  }

  /**
   * Takes one message as socket.io hands it over: a name, which the sender may have made of anything, and what came with it: the
   * data, the request's number if it has one, and last an acknowledgement callback if there is one.
   */
  receive(givenName: unknown, args: readonly unknown[]): void {
    if (this.#closed) return;
    const name = String(givenName);
    const last = args.at(-1);
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : undefined;
    const values = acknowledge === undefined ? args : args.slice(0, -1);
    const [, id] = values;
    if (values.length !== 2 || !isRequestId(id)) {
      this.#run(name, values, acknowledge);
      return;
    }
    const data = values.slice(0, 1);
    if (!this.answers.begin(id, acknowledge)) this.#repeat(name, id, acknowledge);
    else if (acknowledge === undefined) this.#run(name, data, undefined);
    else this.#run(name, data, (answer) => this.answers.end(id, answer));
  }

  /** Takes no more messages; those waiting are dropped. Idempotent. */
  close(): void {
    this.#closed = true;
  }

  #run(name: string, values: readonly unknown[], acknowledge: Acknowledge | undefined): void {
    this.#carryOut(name, values).then(
      (data) => {
        this.#refusals = 0;
        acknowledge?.({ ok: true, data });
      },
      (error: unknown) => this.#refuse(name, error, acknowledge),
    );
  }

  /** A request that came before: it is not carried out again. */
  #repeat(name: string, id: number, acknowledge: Acknowledge | undefined): void {
    const fresh = this.#requests.take();
    if (fresh && this.answers.repeat(id, acknowledge)) return;
    // A one-way request that has come twice has been carried out once, as it should be.
    if (fresh && acknowledge === undefined) return;
    const text = fresh ? 'a request with this number was answered already.' : 'too many requests; slow down.';
    this.#refuse(
      name,
      fresh ? conflict(`${shown(name)}: ${text}`) : rateLimited(`${shown(name)}: ${text}`),
      acknowledge,
    );
  }

  async #carryOut(name: string, values: readonly unknown[]): Promise<unknown> {
    // Before anything else: a flood must cost next to nothing.
    if (!this.#requests.take()) throw rateLimited(`${shown(name)}: too many requests; slow down.`);
    if (!isRequestName(name)) throw invalidMessage(`There is no request "${shown(name)}".`);
    if (name === 'signal' && !this.#signals.take()) throw rateLimited('signal: too many signals; slow down.');
    if (values.length !== 1) throw invalidMessage(`${name}: expects one argument, its data.`);
    const [data] = values;
    checkRequest(name, data);
    return this.#queue.run(() => {
      if (this.#closed) return undefined;
      const { caller, watch } = this.#deps;
      const carryOut = () => (handlers[name] as Handler<RequestName>)(caller, data as never);
      if (!isModeration(name)) return carryOut();
      return recordModeration(carryOut, (result) => {
        if (result === 'ok' || this.#recordedRefusals.take()) watch.audit(toAuditEntry(caller, { name, data }, result));
      });
    });
  }

  #refuse(name: string, cause: unknown, acknowledge: Acknowledge | undefined): void {
    const { limits, logger, watch, onRefused, onHostile } = this.#deps;
    const error = toServiceError(cause);
    watch.observe({ seen: 'messageRefused', code: error.code });
    if (error.code === 'internal') logger.error({ err: error.cause, request: shown(name) }, 'a request failed');
    if (acknowledge !== undefined) acknowledge({ ok: false, error: error.toWire() });
    else onRefused(shown(name), error.toWire());
    this.#refusals += 1;
    if (this.#refusals >= limits.refusalsInARow && !this.#closed) {
      this.close();
      onHostile();
    }
  }
}

function shown(name: string): string {
  return name.slice(0, NAME_SHOWN);
}
