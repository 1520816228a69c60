import { createDeferred, type Deferred } from '../../base/deferred.ts';
import type { RequestName } from '../../protocol/requests.ts';
import { fromDisconnect, fromSilence, fromWire } from '../errors/from-wire.ts';
import type { SocketPort } from './socket.ts';

/** How long the server may take to answer a request, not counting the time without a connection. */
const REQUEST_TIMEOUT_MS = 15_000;

interface Message {
  readonly name: RequestName;
  readonly data: unknown;
  /** Sent again when the connection is back. */
  readonly retry: boolean;
  /** Absent for one-way messages. */
  readonly reply?: Deferred<unknown>;
  timer?: ReturnType<typeof setTimeout> | undefined;
}

/** Requests without an answer yet, by number, and one-way messages that may not have arrived: what is sent again on another socket. */
export class PendingRequests {
  readonly #messages = new Map<number, Message>();
  #lastId = 0;

  /** Adds a request; it fails at once when the channel has ended. */
  add(message: Pick<Message, 'name' | 'data' | 'retry'>, ended: boolean): { id: number; reply: Promise<unknown> } {
    const reply = createDeferred<unknown>();
    if (ended) reply.reject(fromDisconnect(message.name));
    const id = this.#add({ ...message, reply });
    if (ended) this.#messages.delete(id);
    return { id, reply: reply.promise };
  }

  /** Adds a one-way message. */
  addOneWay(message: Pick<Message, 'name' | 'data'>): number {
    return this.#add({ ...message, retry: true });
  }

  /** Sends one, once more or for the first time. */
  send(id: number, socket: SocketPort | undefined): void {
    const message = this.#messages.get(id);
    if (message === undefined || socket === undefined) return;
    const { name, data, reply } = message;
    if (reply === undefined) {
      socket.send(name, data, id);
      return;
    }
    clearTimeout(message.timer);
    message.timer = setTimeout(
      () => this.#fail(id, message, fromSilence(name, REQUEST_TIMEOUT_MS)),
      REQUEST_TIMEOUT_MS,
    );
    socket.send(name, data, id, (answer) => {
      if (!this.#settle(id, message)) return;
      this.#forgetOneWay(id);
      if (answer.ok) reply.resolve(answer.data);
      else reply.reject(fromWire(answer.error, name));
    });
  }

  /** The connection is interrupted: nobody is to blame for the time that passes now. */
  interrupt(): void {
    for (const [id, message] of this.#messages) {
      clearTimeout(message.timer);
      if (!message.retry) this.#fail(id, message, fromDisconnect(message.name));
    }
  }

  /** The connection is back: sends what the server has not got, and asks again for answers. `received`: what it has got, by number. */
  resume(received: number, socket: SocketPort | undefined): void {
    this.#forgetOneWay(received);
    for (const id of [...this.#messages.keys()]) this.send(id, socket);
  }

  /** This client is another connection now: only what it says to everyone still makes sense. */
  forgetConnection(): void {
    for (const [id, message] of this.#messages) {
      const stands = message.name === 'signal' && !Object.hasOwn(message.data as object, 'to');
      if (!stands) this.#fail(id, message, fromDisconnect(message.name));
    }
  }

  /** All fail. Idempotent. */
  close(): void {
    for (const [id, message] of this.#messages) this.#fail(id, message, fromDisconnect(message.name));
  }

  #add(message: Message): number {
    this.#lastId += 1;
    this.#messages.set(this.#lastId, message);
    return this.#lastId;
  }

  /** One-way messages up to this number have arrived: the server takes messages in order. */
  #forgetOneWay(upTo: number): void {
    for (const [id, { reply }] of this.#messages) {
      if (id > upTo) break;
      if (reply === undefined) this.#messages.delete(id);
    }
  }

  #fail(id: number, message: Message, error: Error): void {
    if (this.#settle(id, message)) message.reply?.reject(error);
  }

  #settle(id: number, message: Message): boolean {
    clearTimeout(message.timer);
    return this.#messages.delete(id);
  }
}
