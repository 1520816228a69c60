import { Machine } from '../../base/machine.ts';
import { settle } from '../../base/twin.ts';
import type { Handshake } from '../../protocol/handshake.ts';
import type { NotificationData } from '../../protocol/notifications.ts';
import type { Callback } from '../errors/callback.ts';
import { createError } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import { Capabilities, toPermissions } from '../model/capabilities.ts';
import type { EndedReason, SessionEvents } from './events.ts';
import { type Announce, rosterChanged } from './inbound.ts';
import { Joining } from './joining.ts';
import { SESSION_LIFECYCLE, type SessionInput, type SessionState } from './lifecycle.ts';
import type { Membership, MembershipListener } from './membership.ts';
import { Roster } from './roster.ts';
import { readRole } from './token-role.ts';

/** When the steps of the last join were reached, on the clock of `performance.now()`. */
export interface JoinSteps {
  readonly startedAt: number;
  socket?: number;
  welcome?: number;
}

/** What lets a client in. */
export type Credentials = Pick<Handshake, 'apiKey' | 'token'>;

/** What attending needs. */
export interface AttendanceDeps {
  readonly sessionId: string;
  /** Whether the app hears of connections, its own included. */
  readonly connectionEvents: boolean;
  readonly announce: Announce;
  /** Makes what a session has while it is joined; may throw an OTError. */
  createMembership(credentials: Credentials, roster: Roster, listener: MembershipListener): Membership;
  /** The welcome is there and the media may open, before the app hears of anything. */
  opening(membership: Membership, welcome: NotificationData<'welcome'>): void;
  report(error: OTError): void;
}

/** Joining, being in, and leaving a session: one attempt at a time, told to the app in OpenTok's order. */
export class Attendance<Session> {
  readonly roster = new Roster();
  readonly #deps: AttendanceDeps;
  readonly #machine = new Machine(SESSION_LIFECYCLE, 'idle');
  #capabilities = new Capabilities();
  #membership: Membership | undefined;
  #joining: Joining<SessionEvents<Session>['sessionConnected']> | undefined;
  #leaving: Promise<void> | undefined;
  #connectedEvent: SessionEvents<Session>['sessionConnected'] | undefined;
  #steps: JoinSteps = { startedAt: 0 };

  constructor(deps: AttendanceDeps) {
    this.#deps = deps;
  }

  get state(): SessionState {
    return this.#machine.state;
  }
  get isConnected(): boolean {
    return this.#machine.is('connected', 'reconnecting');
  }
  get capabilities(): Capabilities {
    return this.#capabilities;
  }
  /** Undefined while not connected or connecting. */
  get membership(): Membership | undefined {
    return this.#membership;
  }
  get steps(): JoinSteps {
    return this.#steps;
  }

  /** Joins; a second call while it goes on, or when it is done, gets the same answer. While leaving it waits for the end. */
  async connect(
    credentials: Partial<Credentials>,
    callback: Callback<SessionEvents<Session>['sessionConnected']> | undefined,
  ): Promise<SessionEvents<Session>['sessionConnected']> {
    if (this.#leaving !== undefined) await this.#leaving;
    if (this.#joining !== undefined) return await this.#joining.add(callback);
    if (this.#connectedEvent !== undefined && this.isConnected) {
      return await settle(Promise.resolve(this.#connectedEvent), callback);
    }
    const joining = new Joining<SessionEvents<Session>['sessionConnected']>();
    this.#joining = joining;
    const joined = joining.add(callback);
    joined.catch((error: OTError) => this.#deps.report(error));
    try {
      this.#open(this.#checked(credentials));
    } catch (error) {
      this.#refused(error as OTError, 'failed');
    }
    return await joined;
  }

  /** Leaves; resolves when the app has heard of it. */
  disconnect(): Promise<void> {
    if (this.#machine.state === 'connecting') {
      this.#machine.send('disconnect');
      this.#refused(createError('OT_CONNECT_FAILED', 'connect: disconnect() was called meanwhile.'), 'left');
    } else if (this.isConnected && this.#leaving === undefined) {
      this.#machine.send('disconnect');
      this.#leave('clientDisconnected', 'left');
    }
    return this.#leaving ?? Promise.resolve();
  }

  #checked({ apiKey, token }: Partial<Credentials>): Credentials {
    if (!this.#deps.sessionId) throw createError('OT_INVALID_SESSION_ID', 'connect: the session id is empty.');
    if (!apiKey) throw createError('OT_AUTHENTICATION_ERROR', 'connect: the API key is empty.');
    if (!token) throw createError('OT_AUTHENTICATION_ERROR', 'connect: a token is needed; the back end makes it.');
    return { apiKey, token };
  }

  #open(credentials: Credentials): void {
    this.#machine.send('connect');
    const role = readRole(credentials.token);
    this.#capabilities = new Capabilities(role && toPermissions(role));
    this.#steps = { startedAt: performance.now() };
    this.#membership = this.#deps.createMembership(credentials, this.roster, {
      opened: () => {
        this.#steps.socket = performance.now();
      },
      joined: (welcome) => this.#joined(welcome),
      interrupted: () => this.#interrupted(),
      rejoined: (welcome) => this.#rejoined(welcome),
      recovered: () => this.#recovered(),
      refused: (error) => this.#refused(error, 'failed'),
      ended: (reason) => this.#ended(reason),
      report: (error) => this.#deps.report(error),
    });
    this.#membership.open();
  }

  /** One synchronous burst: what the app has asked to hear, in the order it expects. */
  #joined(welcome: NotificationData<'welcome'>): void {
    const { announce, connectionEvents, opening } = this.#deps;
    const membership = this.#membership;
    if (membership === undefined || !this.#machine.send('joined')) return;
    this.#steps.welcome = performance.now();
    this.roster.enter(welcome);
    this.#capabilities = new Capabilities(welcome.permissions);
    opening(membership, welcome);
    const [connections, streams] = [[...this.roster.connections.values()], [...this.roster.streams.values()]];
    const event = announce('sessionConnected', { connections: [], streams: [], archives: [] });
    this.#connectedEvent = event as SessionEvents<Session>['sessionConnected'];
    this.#joining?.succeed(this.#connectedEvent);
    this.#joining = undefined;
    const stays = () => this.#membership === membership && this.#machine.state === 'connected';
    for (const connection of connectionEvents ? connections : [])
      if (stays()) announce('connectionCreated', { connection });
    for (const stream of streams) if (stays()) announce('streamCreated', { stream });
    if (welcome.muteForced === true && stays()) announce('muteForced', { active: true });
  }

  #interrupted(): void {
    if (this.#machine.send('lost')) this.#deps.announce('sessionReconnecting', {});
  }

  #recovered(): void {
    if (this.#machine.is('reconnecting') && this.#machine.send('joined')) this.#deps.announce('sessionReconnected', {});
  }

  /** As another connection: what is different is told as if it had happened just now. */
  #rejoined(welcome: NotificationData<'welcome'>): void {
    const { announce, connectionEvents } = this.#deps;
    const membership = this.#membership;
    if (membership === undefined) return;
    this.#capabilities = new Capabilities(welcome.permissions);
    const changes = this.roster.reenter(welcome);
    membership.rejoin(welcome);
    const stays = () => this.#membership === membership && this.isConnected;
    rosterChanged(changes, { announce, subscriptions: membership.subscriptions, connectionEvents, stays });
    if (stays()) announce('countsChanged', { counts: this.roster.counts });
  }

  #refused(error: OTError, input: SessionInput): void {
    const joining = this.#joining;
    this.#joining = undefined;
    this.#membership?.close();
    this.#membership = undefined;
    this.#capabilities = new Capabilities();
    this.#machine.send(input);
    joining?.fail(error);
  }

  /** The server or the network ended the session. */
  #ended(reason: EndedReason): void {
    if (this.#leaving !== undefined) return;
    if (reason === 'networkDisconnected') this.#machine.send('lost');
    this.#leave(reason, reason === 'networkDisconnected' ? 'failed' : 'expelled');
  }

  /** Media and socket end now; the app hears of it in the next task. */
  #leave(reason: EndedReason, input: SessionInput): void {
    this.#membership?.close();
    this.#leaving = new Promise((resolve) => {
      setTimeout(() => {
        this.#left(reason, input);
        resolve();
      });
    });
  }

  #left(reason: EndedReason, input: SessionInput): void {
    const membership = this.#membership;
    this.#membership = undefined;
    this.#leaving = undefined;
    this.#connectedEvent = undefined;
    this.#capabilities = new Capabilities();
    this.#machine.send(input);
    const event = this.#deps.announce('sessionDisconnected', { reason }, { cancelable: true });
    membership?.publications.close(reason);
    membership?.subscriptions.close(reason, event.isDefaultPrevented());
    this.roster.leave();
  }
}
