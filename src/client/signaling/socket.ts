import type { Acknowledgement } from '../../protocol/acknowledgement.ts';
import type { Handshake } from '../../protocol/handshake.ts';
import type { OTError } from '../errors/ot-error.ts';

/** What a socket tells upwards. */
export interface SocketListener {
  /** The socket is open; the handshake is on its way. */
  opened(): void;
  /** `sequence`: the notification's number, where it has one. */
  received(name: string, data: unknown, sequence?: number): void;
  /** Refused, lost, or closed by the server; the last call. */
  closed(cause: OTError): void;
}

/** A message socket to the server; acknowledgements may never come. */
export interface SocketPort {
  /** Sends a message, with the number of the request. */
  send(name: string, data: unknown, id: number, acknowledge?: (reply: Acknowledgement<unknown>) => void): void;
  /** Ends it; the listener is not called any more. Idempotent. */
  close(): void;
}

/** Opens a socket to `url` (an origin, or an origin with a path before the signaling path). */
export type OpenSocket = (url: string, handshake: Handshake, listener: SocketListener) => SocketPort;
