import { Manager, type Socket } from 'socket.io-client';
import type { WireError } from '../../protocol/error-codes.ts';
import { SIGNALING_PATH } from '../../protocol/version.ts';
import { createError } from '../errors/catalogue.ts';
import { fromWire } from '../errors/from-wire.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { OpenSocket, SocketListener, SocketPort } from './socket.ts';

/** How long the WebSocket, or the polling after it, may take to open. */
const OPEN_TIMEOUT_MS = 10_000;

function createManager(url: string): Manager {
  const { origin, pathname } = new URL(url);
  return new Manager(origin, {
    path: pathname.replace(/\/$/, '') + SIGNALING_PATH,
    // A WebSocket at once; polling is tried only where WebSockets are blocked.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    timeout: OPEN_TIMEOUT_MS,
    reconnection: false,
    autoConnect: false,
  });
}

function unreachable(cause: unknown): OTError {
  return createError('OT_CONNECT_FAILED', 'connect: the server could not be reached (phase: socket).', { cause });
}

/** A refusal of the handshake carries a WireError as `data`; anything else is a failure of the network. */
function toConnectError(error: Error & { data?: unknown }): OTError {
  const wire = error.data as Partial<WireError> | undefined;
  if (typeof wire?.code === 'string' && typeof wire.message === 'string') return fromWire(wire as WireError, 'connect');
  return unreachable(error);
}

function lost(reason: string): OTError {
  return createError('OT_SOCKET_CLOSE_CONNECTIVITY_LOSS', `The connection to the server was lost (${reason}).`);
}

/** Opens signaling sockets, and keeps those that were opened before they were needed. */
export class SocketOpener {
  readonly #warm = new Map<string, Manager>();

  /** Opens the socket to `url` without a handshake, so that a later {@link open} finds it ready. */
  warm(url: string): void {
    if (this.#warm.has(url)) return;
    const manager = createManager(url);
    this.#warm.set(url, manager);
    const forget = () => {
      if (this.#warm.get(url) === manager) this.#warm.delete(url);
    };
    manager.on('error', forget);
    manager.on('close', forget);
    manager.open();
  }

  /** Opens a socket, the warm one where there is one; the handshake goes with the first packet. */
  readonly open: OpenSocket = (url, handshake, listener) => {
    const warm = this.#warm.get(url);
    this.#warm.delete(url);
    if (warm === undefined) return connect(createManager(url), handshake, listener);
    // A warm socket may have died unnoticed: then a fresh one takes its place.
    const spare = () => {
      current = connect(createManager(url), handshake, listener);
    };
    let current = connect(warm, handshake, listener, spare);
    return {
      send: (...message) => current.send(...message),
      close: () => current.close(),
    };
  };
}

/** Sends the handshake over a manager, open or not; `spare` is called instead of the listener when it fails unheard. */
function connect(manager: Manager, handshake: object, listener: SocketListener, spare?: () => void): SocketPort {
  const socket: Socket = manager.socket('/', { auth: { ...handshake } });
  let heard = false;
  const close = () => {
    socket.removeAllListeners();
    socket.offAny();
    // Without its listeners the socket sends no handshake any more.
    manager.removeAllListeners();
    // A WebSocket that is closed while it opens makes the browser complain in the app's console.
    if (manager._readyState === 'opening') manager.once('open', () => socket.disconnect());
    else socket.disconnect();
  };
  const end = (cause: OTError) => {
    close();
    listener.closed(cause);
  };
  const fail = (cause: OTError) => {
    if (heard || spare === undefined) end(cause);
    else {
      close();
      spare();
    }
  };
  manager.once('open', () => listener.opened());
  manager.once('error', (error) => fail(unreachable(error)));
  socket.once('connect', () => {
    heard = true;
  });
  socket.on('connect_error', (error) => end(toConnectError(error)));
  socket.on('disconnect', (reason) => fail(lost(reason)));
  socket.onAny((name: string, data: unknown, sequence?: number) => listener.received(name, data, sequence));
  if (manager._readyState === 'open') listener.opened();
  socket.connect();
  return {
    send: (name, data, id, acknowledge) => {
      if (acknowledge === undefined) socket.emit(name, data, id);
      else socket.emit(name, data, id, acknowledge);
    },
    close,
  };
}
