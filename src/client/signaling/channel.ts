import type { Handshake } from '../../protocol/handshake.ts';
import type { NotificationData, NotificationName } from '../../protocol/notifications.ts';
import type { RequestData, RequestName, RequestReply } from '../../protocol/requests.ts';
import type { OTError } from '../errors/ot-error.ts';
import { PendingRequests } from './pending-requests.ts';
import type { OpenSocket, SocketPort } from './socket.ts';

/** A notification of the server with its name. */
export type Notification = {
  [Name in NotificationName]: { readonly name: Name; readonly data: NotificationData<Name> };
}[NotificationName];

/** How a request behaves when the connection is interrupted. */
export interface RequestOptions {
  /** False: it fails then, instead of being sent again. Default true. */
  readonly retry?: boolean;
}

/** Asks the server and waits for its answer; rejects with an OTError. */
export type Request = <Name extends RequestName>(
  name: Name,
  data: RequestData<Name>,
  options?: RequestOptions,
) => Promise<RequestReply<Name>>;
/** Tells the server something, one-way. */
export type Notify = <Name extends RequestName>(name: Name, data: RequestData<Name>) => void;

/** What a channel tells upwards. */
export interface ChannelListener {
  opened(): void;
  /** The server gave the connection back: what was missed follows, and what was not answered has been sent again. */
  resumed(): void;
  notified(notification: Notification): void;
  /** Refused or lost, {@link Channel.reopen} may try again; not called after {@link Channel.close}. */
  closed(cause: OTError): void;
}

/** What a channel needs. */
export interface ChannelDeps {
  readonly openSocket: OpenSocket;
  readonly url: string;
  readonly handshake: Handshake;
  readonly listener: ChannelListener;
}

/** Typed requests and notifications over one socket, or over the next when that is lost. */
export class Channel {
  readonly #deps: ChannelDeps;
  readonly #requests = new PendingRequests();
  #socket: SocketPort | undefined;
  /** The socket takes requests: the server has said that it knows this client. */
  #live = false;
  #sequence = 0;
  #identity: { readonly connectionId: string; readonly ticket: string } | undefined;
  #closed = false;

  constructor(deps: ChannelDeps) {
    this.#deps = deps;
  }

  /** Whether requests reach the server now. */
  get live(): boolean {
    return this.#live;
  }

  /** Opens the socket for the first time. */
  open(): void {
    this.#connect(this.#deps.handshake);
    this.#live = true;
  }

  /** Opens another socket, to go on where the last one broke, or, `fresh`, to join anew in place of the connection it had. */
  reopen(fresh: boolean): void {
    if (this.#closed || this.#identity === undefined) return;
    this.#drop();
    const resume = { ...this.#identity, after: this.#sequence, ...(fresh && { fresh }) };
    this.#connect({ ...this.#deps.handshake, anticipate: false, resume });
  }

  /** Asks the server; rejects with the OTError of that request, also when the server is silent or the channel ends. */
  readonly request: Request = (name, data, { retry = true } = {}) => {
    const { id, reply } = this.#requests.add({ name, data, retry }, this.#closed);
    if (this.#live) this.#requests.send(id, this.#socket);
    return reply as Promise<never>;
  };

  /** Tells the server; nothing comes back unless it refuses (`requestRefused`). */
  readonly notify: Notify = (name, data) => {
    if (this.#closed) return;
    const id = this.#requests.addOneWay({ name, data });
    if (this.#live) this.#requests.send(id, this.#socket);
  };

  /** Ends the socket; open requests are rejected. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#drop();
    this.#requests.close();
  }

  #connect(handshake: Handshake): void {
    const { openSocket, url, listener } = this.#deps;
    this.#socket = openSocket(url, handshake, {
      opened: () => listener.opened(),
      received: (name, data, sequence) => this.#received({ name, data } as Notification, sequence),
      closed: (cause) => {
        if (this.#closed) return;
        this.#drop();
        listener.closed(cause);
      },
    });
  }

  /** The socket is given up; requests wait. */
  #drop(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#live = false;
    this.#requests.interrupt();
  }

  #received(notification: Notification, sequence: number | undefined): void {
    const { listener } = this.#deps;
    if (notification.name === 'resumed') {
      this.#live = true;
      this.#requests.resume(notification.data.received, this.#socket);
      listener.resumed();
      return;
    }
    if (notification.name === 'welcome') {
      // One answers one handshake.
      if (this.#live && this.#identity !== undefined) return;
      this.#welcomed(notification.data);
    } else if (sequence !== undefined && sequence <= this.#sequence) return;
    this.#sequence = sequence ?? this.#sequence;
    listener.notified(notification);
    // After the app has heard that it is another connection now.
    if (notification.name === 'welcome') this.#requests.resume(0, this.#socket);
  }

  #welcomed({ connection, ticket }: NotificationData<'welcome'>): void {
    // What was asked as another connection is about things that connection had.
    if (this.#identity !== undefined) this.#requests.forgetConnection();
    this.#identity = { connectionId: connection.id, ticket };
    this.#live = true;
  }
}
