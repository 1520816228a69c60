import type { Handshake } from '../../protocol/handshake.ts';
import type { NotificationData } from '../../protocol/notifications.ts';
import { createError } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { MediaEngine } from '../media/engine.ts';
import { Channel, type Notify, type OpenSocket, type Request } from '../signaling/channel.ts';
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
  readonly createEngine: (deps: { request: Request; notify: Notify }) => MediaEngine;
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
  #phase: 'socket' | 'welcome' | 'joined' = 'socket';
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: MembershipDeps) {
    const { url, handshake, openSocket, session, roster, announce, listener } = deps;
    this.#listener = listener;
    this.#announce = announce;
    this.#channel = new Channel({
      openSocket,
      url,
      handshake,
      listener: {
        opened: () => {
          this.#phase = 'welcome';
          listener.opened();
        },
        notified: (notification) => receive(notification, context),
        closed: (cause) => this.#closed(cause),
      },
    });
    const { request, notify } = this.#channel;
    this.request = request;
    this.engine = deps.createEngine({ request, notify });
    this.publications = new Publications({
      session,
      engine: this.engine,
      request,
      roster,
      changed: (changes) => streamsChanged(changes, context),
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
    const context: InboundContext = {
      roster,
      announce,
      engine: this.engine,
      publications: this.publications,
      subscriptions: this.subscriptions,
      joined: (welcome) => this.#joined(welcome),
      ended: (reason) => listener.ended(reason),
      report: (error) => listener.report(error),
    };
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
      else if (state === 'failed') this.publications.fail();
    });
    this.#channel.open();
    this.engine.prepare();
  }

  /** Ends the media and the channel; nothing is told upwards any more. Idempotent. */
  close(): void {
    clearTimeout(this.#deadline);
    this.engine.close();
    this.#channel.close();
  }

  #joined(welcome: NotificationData<'welcome'>): void {
    if (this.#phase === 'joined') return;
    this.#phase = 'joined';
    clearTimeout(this.#deadline);
    this.#listener.joined(welcome);
  }

  #closed(cause: OTError): void {
    const wasJoined = this.#phase === 'joined';
    this.close();
    if (wasJoined) this.#listener.ended('networkDisconnected');
    else this.#listener.refused(cause);
  }
}
