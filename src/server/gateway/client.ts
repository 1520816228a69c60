import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'socket.io';
import type { ConnectionId } from '../../base/ids.ts';
import type { EndReason } from '../../protocol/model.ts';
import type { Welcome } from '../../protocol/notifications.ts';
import type { Watch } from '../observations.ts';
import type { Logger } from '../ports.ts';
import type { Limits } from '../sessions/limits.ts';
import { RateLimit } from '../sessions/rate-limit.ts';
import { Dispatch } from './dispatch.ts';
import type { Caller } from './handlers/handler.ts';
import { Outbox } from './outbox.ts';
import type { RoundTrip } from './round-trip.ts';

/** What a client needs. */
export interface ClientDeps {
  readonly caller: Caller;
  readonly roundTrip: RoundTrip;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly watch: Watch;
}

/** How often a client may come back: a line that comes and goes does so every few seconds. */
const RETURN_BURST = 15;
const RETURNS_PER_SECOND = 0.5;
/** Bytes of a resume ticket. */
const TICKET_BYTES = 32;

/** One connected client: its socket, or the next one when that breaks, what it asks and what it is told. */
export class Client {
  readonly outbox = new Outbox();
  readonly caller: Caller;
  readonly #deps: ClientDeps;
  readonly #dispatch: Dispatch;
  readonly #ticket = randomBytes(TICKET_BYTES).toString('base64url');
  readonly #returns = new RateLimit(RETURN_BURST, RETURNS_PER_SECOND);
  #socket: Socket | undefined;

  constructor(deps: ClientDeps) {
    this.#deps = deps;
    this.caller = deps.caller;
    this.#dispatch = new Dispatch({
      caller: deps.caller,
      limits: deps.limits,
      logger: deps.logger,
      watch: deps.watch,
      onRefused: (request, error) => this.outbox.send('requestRefused', { request, error }),
      onHostile: () => this.#socket?.disconnect(true),
    });
  }

  /** Its connection id. */
  get id(): ConnectionId {
    return this.caller.member.id;
  }

  /** Whether it wants to be told who comes and goes. */
  get connectionEvents(): boolean {
    return this.caller.member.connectionEvents;
  }

  /** Sends its welcome and takes its messages from now on. */
  open(socket: Socket, welcome: Omit<Welcome, 'ticket'>): void {
    const { roundTrip } = this.#deps;
    this.#attach(socket);
    const welcomedAtMs = performance.now();
    socket.prependAny((name: unknown) => {
      if (name === 'connectTransports') roundTrip.measured(performance.now() - welcomedAtMs);
    });
    this.outbox.send('welcome', { ...welcome, ticket: this.#ticket });
  }

  /** Whether whoever shows this ticket is this client, in constant time. */
  owns(ticket: string): boolean {
    const [shown, own] = [Buffer.from(ticket), Buffer.from(this.#ticket)];
    return shown.length === own.length && timingSafeEqual(shown, own);
  }

  /** Whether a new socket can go on after the notification numbered `after`. */
  canResume(after: number): boolean {
    return this.outbox.canReplay(after);
  }

  /** Counts an attempt to come back, each of which sends everything that was missed; false when there were too many. */
  takeReturn(): boolean {
    return this.#returns.take();
  }

  /** Goes on over a new socket, with what was missed after the notification numbered `after`. */
  resume(socket: Socket, after: number): void {
    const last = this.#socket;
    this.#attach(socket);
    this.#deps.roundTrip.watch(socket.conn);
    // Not over the outbox: it is about the socket and has no number.
    socket.emit('resumed', { received: this.#dispatch.answers.received }, 0);
    this.outbox.replay(after);
    // The client noticed the loss before its old socket did.
    last?.disconnect(true);
  }

  /** This socket is gone; false when the client has another one already. */
  lose(socket: Socket): boolean {
    if (this.#socket !== socket) return false;
    this.#socket = undefined;
    this.outbox.detach();
    return true;
  }

  /** Tells it that the server ends its connection, and why, and ends it. */
  expel(reason: EndReason): void {
    this.#dispatch.close();
    this.outbox.send('expelled', { reason });
    this.#socket?.disconnect(true);
  }

  /** It has left. Idempotent. */
  close(): void {
    this.#dispatch.close();
  }

  #attach(socket: Socket): void {
    this.#socket = socket;
    this.outbox.attach(socket);
    socket.onAny((name: unknown, ...args: unknown[]) => {
      if (this.#socket === socket) this.#dispatch.receive(name, args);
    });
    socket.conn.on('packetCreate', ({ type }: { type: string }) => {
      if (type !== 'ping' || this.#socket !== socket) return;
      this.outbox.mark();
      this.#dispatch.answers.mark();
    });
    socket.conn.on('packet', ({ type }: { type: string }) => {
      if (type !== 'pong' || this.#socket !== socket) return;
      this.outbox.confirm();
      this.#dispatch.answers.confirm();
    });
  }
}
