import type { Socket } from 'socket.io';
import type { ConnectionId } from '../../base/ids.ts';
import type { EndReason } from '../../protocol/model.ts';
import type { Welcome } from '../../protocol/notifications.ts';
import type { Logger } from '../ports.ts';
import type { Limits } from '../sessions/limits.ts';
import { Dispatch } from './dispatch.ts';
import type { Caller } from './handlers/handler.ts';
import { Outbox } from './outbox.ts';
import type { RoundTrip } from './round-trip.ts';

/** What a client needs. */
export interface ClientDeps {
  readonly socket: Socket;
  readonly caller: Caller;
  readonly roundTrip: RoundTrip;
  readonly limits: Limits;
  readonly logger: Logger;
}

/** One connected client: its socket, what it asks and what it is told. */
export class Client {
  readonly outbox: Outbox;
  readonly #deps: ClientDeps;
  readonly #dispatch: Dispatch;

  constructor(deps: ClientDeps) {
    this.#deps = deps;
    this.outbox = new Outbox(deps.socket);
    this.#dispatch = new Dispatch({
      caller: deps.caller,
      limits: deps.limits,
      logger: deps.logger,
      onRefused: (request, error) => this.outbox.send('requestRefused', { request, error }),
      onHostile: () => deps.socket.disconnect(true),
    });
  }

  /** Its connection id. */
  get id(): ConnectionId {
    return this.#deps.caller.member.id;
  }

  /** Whether it wants to be told who comes and goes. */
  get connectionEvents(): boolean {
    return this.#deps.caller.member.connectionEvents;
  }

  /** Sends its welcome and takes its messages from now on. */
  open(welcome: Welcome): void {
    const { socket, roundTrip } = this.#deps;
    const welcomedAtMs = performance.now();
    this.outbox.send('welcome', welcome);
    socket.onAny((name: unknown, ...args: unknown[]) => {
      if (name === 'connectTransports') roundTrip.measured(performance.now() - welcomedAtMs);
      this.#dispatch.receive(name, args);
    });
  }

  /** Tells it that the server ends its connection, and why, and ends it. */
  expel(reason: EndReason): void {
    this.#dispatch.close();
    this.outbox.send('expelled', { reason });
    this.#deps.socket.disconnect(true);
  }

  /** Its socket is gone. Idempotent. */
  close(): void {
    this.#dispatch.close();
  }
}
