import type { Handshake } from '../../protocol/handshake.ts';
import type { NotificationData } from '../../protocol/notifications.ts';
import { createError } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { IceChoice, MediaEngine } from '../media/engine.ts';
import { Channel, type Notify, type Request } from '../signaling/channel.ts';
import type { OpenSocket } from '../signaling/socket.ts';
import { Continuity } from './continuity.ts';
import type { EndedReason } from './events.ts';
import { type Announce, type InboundContext, receive, streamsChanged } from './inbound.ts';
import { Publications } from './publications.ts';
import type { Roster } from './roster.ts';
import { Subscriptions } from './subscriptions.ts';

/** How long joining may take, from the first byte to the welcome. */
const JOIN_TIMEOUT_MS = 15_000;

/** What a membership tells the session. */
export interface MembershipListener {
  /** The socket is open. */
  opened(): void;
  joined(welcome: NotificationData<'welcome'>): void;
  /** The connection is interrupted; {@link recovered} or {@link ended} follows. */
  interrupted(): void;
  /** The server has forgotten this client, which has joined anew as another connection. */
  rejoined(welcome: NotificationData<'welcome'>): void;
  /** Everything flows again. */
  recovered(): void;
  /** The join failed; the last call. */
  refused(error: OTError): void;
  /** It was joined, and is over; the last call. */
  ended(reason: EndedReason): void;
  /** Something failed that no call of the app is waiting for. */
  report(error: OTError): void;
}

/** What a membership needs. */
export interface MembershipDeps {
  readonly url: string;
  readonly handshake: Handshake;
  readonly openSocket: OpenSocket;
  readonly createEngine: (deps: { request: Request; notify: Notify; ice: () => IceChoice }) => MediaEngine;
  readonly ice: () => IceChoice;
  /** The Session, for the links of its publishers and subscribers. */
  readonly session: object;
  readonly roster: Roster;
  readonly announce: Announce;
  readonly listener: MembershipListener;
}

/** What a session has from `connect` until it ends: the channel, the media, and who uses them. */
export class Membership {
  readonly engine: MediaEngine;
  readonly publications: Publications;
  readonly subscriptions: Subscriptions;
  readonly request: Request;
  readonly #channel: Channel;
  readonly #listener: MembershipListener;
  readonly #announce: Announce;
  readonly #continuity: Continuity;
  #phase: 'socket' | 'welcome' | 'joined' = 'socket';
  #openedAt = 0;
  #joinMs = 0;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: MembershipDeps) {
    const { session, roster, announce, listener } = deps;
    this.#listener = listener;
    this.#announce = announce;
    this.#channel = new Channel({
      ...deps,
      listener: {
        opened: () => this.#opened(),
        resumed: () => this.#continuity.resumed(),
        notified: (notification) => receive(notification, context),
        closed: (cause) => this.#closed(cause),
      },
    });
    const { request, notify } = this.#channel;
    this.request = request;
    this.engine = deps.createEngine({ request, notify, ice: deps.ice });
    this.publications = new Publications({
      session,
      engine: this.engine,
      request,
      notify,
      roster,
      changed: (changes, reason) => streamsChanged(changes, context, reason),
    });
    this.subscriptions = new Subscriptions({
      session,
      engine: this.engine,
      decline: ({ subscriptionId }) => {
        // The stream may have ended meanwhile, and the offer with it.
        request('unsubscribe', { subscriptionId }).catch(() => undefined);
      },
      localMedia: (streamId) => this.publications.find(streamId)?.mediaStream,
    });
    this.#continuity = this.#createContinuity();
    const context: InboundContext = {
      roster,
      announce,
      engine: this.engine,
      publications: this.publications,
      subscriptions: this.subscriptions,
      joined: (welcome) => this.#joined(welcome),
      mediaRenewed: (media) => this.#continuity.mediaRenewed(media),
      ended: (reason) => this.#expelled(reason),
      report: (error) => listener.report(error),
    };
  }

  /** This client has joined anew: its media is brought over, and its streams get other ids. */
  rejoin(welcome: NotificationData<'welcome'>): void {
    this.#continuity.rebuild(async () => {
      await this.engine.rebuild(welcome, (streamId) => this.publications.describe(streamId));
      this.publications.renewed();
    });
  }

  /** Brings all media over new transports, which are made as the app wants them now. Rejects when the server makes none. */
  async renewMedia(): Promise<void> {
    this.#continuity.mediaRenewed(await this.request('renewTransports', {}));
  }

  /** Opens the socket, and meanwhile gets the media engine ready. */
  open(): void {
    this.#deadline = setTimeout(() => {
      this.#closed(
        createError(
          'OT_CONNECT_FAILED',
          `connect: the server did not let this client in within ${JOIN_TIMEOUT_MS} ms (phase: ${this.#phase}).`,
        ),
      );
    }, JOIN_TIMEOUT_MS);
    this.engine.on('encryptionChanged', (encryption) => this.#announce('encryptionChanged', { encryption }));
    this.engine.on('connectionStateChanged', ({ direction, state }) => {
      if (direction === 'recv') this.subscriptions.connectionChanged(state);
      if (state === 'disconnected' || state === 'failed') this.#continuity.mediaBroken(direction, state);
    });
    this.#openedAt = performance.now();
    this.#channel.open();
    this.engine.prepare();
  }

  /** Ends the media and the channel; nothing is told upwards any more. Idempotent. */
  close(): void {
    clearTimeout(this.#deadline);
    this.#continuity.close();
    this.engine.close();
    this.#channel.close();
  }

  #createContinuity(): Continuity {
    const { publications, subscriptions } = this;
    const listener = this.#listener;
    return new Continuity({
      channel: this.#channel,
      engine: this.engine,
      streams: () => new Map([...publications.meters, ...subscriptions.meters]),
      joinMs: () => this.#joinMs,
      onMediaLost: () => {
        subscriptions.dropOffers();
        subscriptions.connectionChanged('disconnected');
      },
      onMediaFailed: () => publications.fail(),
      onInterrupted: () => listener.interrupted(),
      onRecovered: () => {
        subscriptions.connectionChanged('connected');
        listener.recovered();
      },
      onEnded: (reason) => listener.ended(reason),
    });
  }

  #opened(): void {
    if (this.#phase !== 'socket') return;
    this.#phase = 'welcome';
    this.#listener.opened();
  }

  #joined(welcome: NotificationData<'welcome'>): void {
    if (this.#phase === 'joined') {
      if (this.#continuity.rejoined()) this.#listener.rejoined(welcome);
      return;
    }
    this.#phase = 'joined';
    this.#joinMs = performance.now() - this.#openedAt;
    clearTimeout(this.#deadline);
    this.#listener.joined(welcome);
  }

  #closed(cause: OTError): void {
    if (this.#phase === 'joined') this.#continuity.socketLost(cause);
    else {
      this.close();
      this.#listener.refused(cause);
    }
  }

  #expelled(reason: EndedReason): void {
    if (reason === 'serverRotation' && this.#phase === 'joined') this.#continuity.serverLeaves();
    else this.#listener.ended(reason);
  }
}
