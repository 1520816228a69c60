import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type ExtendedError, Server, type Socket } from 'socket.io';
import type { ConnectionId, SessionId } from '../../base/ids.ts';
import type { WireErrorCode } from '../../protocol/error-codes.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { IceServer } from '../../protocol/media-messages.ts';
import type { NotificationData } from '../../protocol/notifications.ts';
import { PROTOCOL_VERSION, SIGNALING_PATH } from '../../protocol/version.ts';
import { conflict, type ServiceError, toServiceError } from '../errors.ts';
import type { Watch } from '../observations.ts';
import type { Logger, TokenVerifier } from '../ports.ts';
import type { Limits } from '../sessions/limits.ts';
import { RateLimit } from '../sessions/rate-limit.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import type { SessionStore } from '../store-ports.ts';
import { AddressPlaces, type Place } from './address-places.ts';
import { Client } from './client.ts';
import { type AddressReader, createAddressReader } from './client-address.ts';
import { type Guarded, guardConnection } from './connection-guard.ts';
import { fanOut } from './fan-out.ts';
import { type Admission, admit, type Return } from './handshake.ts';
import { isAllowedOrigin } from './origins.ts';
import { RoundTrip } from './round-trip.ts';
import { findTarget } from './validation.ts';

/** What the gateway needs. */
export interface GatewayDeps {
  readonly registry: SessionRegistry;
  readonly tokens: TokenVerifier;
  readonly sessions: Pick<SessionStore, 'find'>;
  /** Where this server is. */
  readonly zone?: string | undefined;
  readonly limits: Limits;
  readonly iceServers: readonly IceServer[];
  readonly logger: Logger;
  /** Somebody was not let into a session that exists. */
  readonly onRefused?: (sessionId: SessionId, code: WireErrorCode) => void;
  readonly watch: Watch;
  /** Origins whose pages may connect, beside this server's own; absent: any, since the token and not the origin decides. */
  readonly origins?: readonly string[];
  /** Addresses and ranges of the proxies whose `X-Forwarded-For` is believed; absent: none. */
  readonly trustedProxies?: readonly string[];
}

/** An engine.io connection that has just opened. */
interface Arriving extends Guarded {
  readonly request: IncomingMessage;
  once(event: 'close', listener: () => void): unknown;
}

/** Refused arrivals are logged, but whoever floods the door is not to flood the log. */
const REFUSAL_LOGS_PER_SECOND = 1 / 60;

/** What is known of a socket before it has joined. */
interface Arrival {
  readonly openedAtMs: number;
  readonly roundTrip: RoundTrip;
  readonly place: Place;
  admitted: boolean;
}

/** The door for browsers: socket.io on any number of HTTP servers. */
export class Gateway {
  readonly #deps: GatewayDeps;
  readonly #servers: Server[] = [];
  readonly #arrivals = new WeakMap<object, Arrival>();
  readonly #admissions = new WeakMap<Socket, Admission | Return>();
  readonly #clients = new Map<SessionId, Map<ConnectionId, Client>>();
  readonly #places: AddressPlaces;
  readonly #addressOf: AddressReader;
  readonly #refusalLogs = new RateLimit(1, REFUSAL_LOGS_PER_SECOND);
  #stopListening: (() => void) | undefined;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#places = new AddressPlaces(deps.limits);
    this.#addressOf = createAddressReader(deps.trustedProxies ?? []);
  }

  /** Takes signaling connections of an HTTP server, beside whatever else it serves. */
  attach(httpServer: HttpServer): void {
    this.#stopListening ??= this.#deps.registry.onFact((sessionId, fact) => {
      const clients = this.#clients.get(sessionId);
      if (clients === undefined) return;
      fanOut(fact, clients);
      if (fact.fact === 'connectionDestroyed' || fact.fact === 'expelled') this.#forget(sessionId, fact.connectionId);
    });
    const { limits, origins } = this.#deps;
    const io = new Server(httpServer, {
      path: SIGNALING_PATH,
      serveClient: false,
      transports: ['websocket', 'polling'],
      maxHttpBufferSize: LIMITS.message,
      pingInterval: limits.pingIntervalMs,
      pingTimeout: limits.pingTimeoutMs,
      connectTimeout: limits.handshakeTimeoutMs,
      cors: { origin: origins === undefined ? '*' : [...origins] },
      allowRequest: (request, answer) => {
        // WebSockets know no CORS.
        if (!isAllowedOrigin(request.headers, origins)) answer(null, false);
        else if (this.#hasRoom(request)) answer(null, true);
        else answer('This address holds as many connections as it may; try again in a moment.', false);
      },
    });
    io.engine.on('connection', (connection: Arriving) => this.#onArrival(connection));
    io.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error: unknown) => {
          const refusal = toServiceError(error);
          next(this.#toConnectError(refusal));
          void this.#report(socket, refusal);
        },
      );
    });
    io.on('connection', (socket) => this.#onConnection(socket));
    this.#servers.push(io);
  }

  /** Refuses newcomers and sends everyone away. Idempotent. */
  async drain(): Promise<void> {
    await this.#deps.registry.drain();
  }

  /** Drains and cuts every connection; the HTTP servers are left to their owner. Idempotent. */
  async close(): Promise<void> {
    await this.drain();
    for (const io of this.#servers.splice(0)) {
      io.disconnectSockets(true);
      io.engine.close();
    }
    this.#stopListening?.();
    this.#stopListening = undefined;
  }

  #hasRoom(request: IncomingMessage): boolean {
    if (this.#places.hasRoom(this.#addressOf(request))) return true;
    if (this.#refusalLogs.take()) {
      const { socketsPerAddress, newcomersPerAddress } = this.#deps.limits;
      const limits = { socketsPerAddress, newcomersPerAddress };
      this.#deps.logger.warn(limits, 'sockets are refused: one client address (or an untrusted proxy) has its limit');
    }
    return false;
  }

  #onArrival(connection: Arriving): void {
    const place = this.#places.take(this.#addressOf(connection.request));
    connection.once('close', place.release);
    guardConnection(connection, this.#deps.limits);
    const roundTrip = new RoundTrip();
    this.#arrivals.set(connection, { openedAtMs: performance.now(), roundTrip, place, admitted: false });
  }

  async #admit(socket: Socket): Promise<void> {
    const arrival = this.#arrivals.get(socket.conn);
    // A second CONNECT packet on the same connection would get a second place.
    if (arrival === undefined || arrival.admitted) throw conflict('This connection is joining a session already.');
    arrival.admitted = true;
    const { roundTrip } = arrival;
    roundTrip.measured(performance.now() - arrival.openedAtMs);
    const findClient = (sessionId: string, connectionId: string) =>
      this.#clients.get(sessionId as SessionId)?.get(connectionId as ConnectionId);
    const deps = { ...this.#deps, findClient, onProven: arrival.place.prove };
    const admission = await admit(socket.handshake.auth, deps, () => roundTrip.leastMs);
    this.#admissions.set(socket, admission);
    if (!('seat' in admission)) return;
    if (socket.conn.readyState !== 'open') {
      admission.seat.release();
      throw conflict('The connection has gone.');
    }
    socket.conn.once('close', () => admission.seat.release());
    roundTrip.watch(socket.conn);
  }

  #toConnectError(error: ServiceError): ExtendedError {
    if (error.code === 'internal') this.#deps.logger.error({ err: error.cause }, 'a join failed');
    this.#deps.watch.observe({ seen: 'joinRefused', code: error.code });
    return Object.assign(new Error(error.code), { data: error.toWire() });
  }

  /** Whoever invents sessions is told of nowhere. */
  async #report(socket: Socket, { code }: ServiceError): Promise<void> {
    const { onRefused, sessions, logger } = this.#deps;
    const target = findTarget(socket.handshake.auth);
    if (onRefused === undefined || target === undefined) return;
    try {
      const record = await sessions.find(target.sessionId);
      if (record !== undefined && record.projectId === target.apiKey) onRefused(record.id, code);
    } catch (error) {
      logger.error({ err: error }, 'a refused join could not be reported');
    }
  }

  #onConnection(socket: Socket): void {
    // Without a listener, a client's event named "error" would be thrown.
    socket.on('error', () => undefined);
    const admission = this.#admissions.get(socket);
    const arrival = this.#arrivals.get(socket.conn);
    if (admission === undefined || arrival === undefined) {
      socket.disconnect(true);
      return;
    }
    if ('seat' in admission) this.#join(socket, admission, arrival);
    else this.#resume(socket, admission);
  }

  /** A client that was here before goes on; one that has left meanwhile, or missed too much, is cut and joins anew. */
  #resume(socket: Socket, { client, after }: Return): void {
    const { session, member } = client.caller;
    if (!client.canResume(after) || !session.back(member)) {
      socket.disconnect(true);
      return;
    }
    client.resume(socket, after);
    this.#deps.watch.observe({ seen: 'returned' });
    socket.on('disconnect', (reason) => this.#onDisconnect(socket, client, reason));
  }

  #join(socket: Socket, { session, seat }: Admission, { roundTrip, openedAtMs }: Arrival): void {
    const { limits, logger, watch, iceServers } = this.#deps;
    if (session.closed) {
      watch.observe({ seen: 'joinRefused', code: 'draining' });
      socket.emit('expelled', { reason: 'serverRotation' } satisfies NotificationData<'expelled'>, 1);
      socket.disconnect(true);
      return;
    }
    const welcome = session.join(seat);
    const client = new Client({ caller: { session, member: seat.member }, roundTrip, limits, logger, watch });
    const clients = this.#clients.get(session.id) ?? new Map<ConnectionId, Client>();
    this.#clients.set(session.id, clients.set(client.id, client));
    client.open(socket, { protocol: PROTOCOL_VERSION, ...welcome, iceServers: [...iceServers] });
    watch.observe({ seen: 'joined', tookMs: performance.now() - openedAtMs });
    socket.on('disconnect', (reason) => this.#onDisconnect(socket, client, reason));
  }

  #onDisconnect(socket: Socket, client: Client, reason: string): void {
    if (!client.lose(socket)) return;
    const { session, member } = client.caller;
    if (reason === 'client namespace disconnect') session.leave(member, 'clientDisconnected');
    else if (reason === 'server namespace disconnect') session.leave(member, 'forceDisconnected');
    else session.lose(member, reason === 'ping timeout' ? 'silent' : 'closed');
    // It can't join again on this connection, and nothing else would ever end it.
    if (reason === 'client namespace disconnect') socket.conn.close(true);
  }

  /** Told by the session whenever a connection has ended, however that came. */
  #forget(sessionId: SessionId, connectionId: string): void {
    const clients = this.#clients.get(sessionId);
    clients?.get(connectionId as ConnectionId)?.close();
    clients?.delete(connectionId as ConnectionId);
    if (clients?.size === 0) this.#clients.delete(sessionId);
  }
}
