import type { Acknowledgement } from '../../protocol/acknowledgement.ts';
import type { Handshake } from '../../protocol/handshake.ts';
import type { NotificationData, NotificationName } from '../../protocol/notifications.ts';
import type { RequestData, RequestName, RequestReply } from '../../protocol/requests.ts';
import { fromDisconnect, fromSilence, fromWire } from '../errors/from-wire.ts';
import type { OTError } from '../errors/ot-error.ts';

/** A notification of the server with its name. */
export type Notification = {
  [Name in NotificationName]: { readonly name: Name; readonly data: NotificationData<Name> };
}[NotificationName];

/** What a socket tells upwards. */
export interface SocketListener {
  /** The socket is open; the handshake is on its way. */
  opened(): void;
  received(name: string, data: unknown): void;
  /** Refused, lost, or closed by the server; the last call. */
  closed(cause: OTError): void;
}

/** A message socket to the server; acknowledgements may never come. */
export interface SocketPort {
  send(name: string, data: unknown, acknowledge?: (reply: Acknowledgement<unknown>) => void): void;
  /** Ends it; the listener is not called any more. Idempotent. */
  close(): void;
}

/** Opens a socket to `url` (an origin, or an origin with a path before the signaling path). */
export type OpenSocket = (url: string, handshake: Handshake, listener: SocketListener) => SocketPort;

/** Asks the server and waits for its answer; rejects with an OTError. */
export type Request = <Name extends RequestName>(name: Name, data: RequestData<Name>) => Promise<RequestReply<Name>>;
/** Tells the server something, one-way. */
export type Notify = <Name extends RequestName>(name: Name, data: RequestData<Name>) => void;

/** What a channel tells upwards. */
export interface ChannelListener {
  opened(): void;
  notified(notification: Notification): void;
  /** Refused or lost; not called after {@link Channel.close}. */
  closed(cause: OTError): void;
}

interface PendingRequest {
  readonly name: RequestName;
  readonly reject: (error: OTError) => void;
}

/** How long the server may take to answer a request. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Typed requests and notifications over one socket. */
export class Channel {
  readonly #deps: { openSocket: OpenSocket; url: string; handshake: Handshake; listener: ChannelListener };
  readonly #pending = new Set<PendingRequest>();
  #socket: SocketPort | undefined;
  #closed = false;

  constructor(deps: { openSocket: OpenSocket; url: string; handshake: Handshake; listener: ChannelListener }) {
    this.#deps = deps;
  }

  /** Opens the socket. */
  open(): void {
    const { openSocket, url, handshake, listener } = this.#deps;
    this.#socket = openSocket(url, handshake, {
      opened: () => listener.opened(),
      received: (name, data) => listener.notified({ name, data } as Notification),
      closed: (cause) => {
        if (this.#closed) return;
        this.close();
        listener.closed(cause);
      },
    });
  }

  /** Asks the server; rejects with the OTError of that request, also when the server is silent or the socket ends. */
  readonly request: Request = (name, data) =>
    new Promise((resolve, reject) => {
      if (this.#closed || this.#socket === undefined) {
        reject(fromDisconnect(name));
        return;
      }
      const settle = (conclude: () => void) => {
        if (!this.#pending.delete(pending)) return;
        clearTimeout(timer);
        conclude();
      };
      const pending: PendingRequest = { name, reject: (error) => settle(() => reject(error)) };
      const timer = setTimeout(() => pending.reject(fromSilence(name, REQUEST_TIMEOUT_MS)), REQUEST_TIMEOUT_MS);
      this.#pending.add(pending);
      this.#socket.send(name, data, (reply) => {
        if (reply.ok) settle(() => resolve(reply.data as RequestReply<typeof name>));
        else pending.reject(fromWire(reply.error, name));
      });
    });

  /** Tells the server; nothing comes back unless it refuses (`requestRefused`). */
  readonly notify: Notify = (name, data) => {
    if (!this.#closed) this.#socket?.send(name, data);
  };

  /** Ends the socket; open requests are rejected. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket?.close();
    for (const pending of [...this.#pending]) pending.reject(fromDisconnect(pending.name));
  }
}
