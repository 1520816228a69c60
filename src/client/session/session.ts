import { Emitter } from '../../base/emitter.ts';
import { settle, withPromise } from '../../base/twin.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import type { Callback } from '../errors/callback.ts';
import { encryptionUnsupported, invalidParameter, notConnected, permissionDenied } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { IceChoice, MediaEngine } from '../media/engine.ts';
import type { Capabilities } from '../model/capabilities.ts';
import type { Connection } from '../model/connection.ts';
import type { SessionCounts } from '../model/counts.ts';
import type { MinimumEncryption, SessionEncryption } from '../model/encryption.ts';
import { createEvent } from '../model/event.ts';
import { Registry } from '../model/registry.ts';
import { Stream } from '../model/stream.ts';
import type { PublisherProperties } from '../publisher/properties.ts';
import { Publisher } from '../publisher/publisher.ts';
import type { Notify, Request } from '../signaling/channel.ts';
import type { OpenSocket } from '../signaling/socket.ts';
import type { SubscriberProperties } from '../subscriber/properties.ts';
import type { Subscriber } from '../subscriber/subscriber.ts';
import { refuseProperties, sortArguments, type Target } from './arguments.ts';
import { Attendance } from './attendance.ts';
import { watchCpuPressure } from './cpu-pressure.ts';
import type { SessionEvents } from './events.ts';
import { checkIceConfig, type IceConfig, toIceChoice } from './ice-config.ts';
import type { Announce } from './inbound.ts';
import { Membership } from './membership.ts';
import type { ConnectMethod, PublishMethod, SubscribeMethod } from './methods.ts';
import { Moderation } from './moderation.ts';
import { strictest } from './security.ts';
import { type SignalOptions, toWireSignal } from './signals.ts';
import { type JoinTimings, toTimings } from './timings.ts';

/** Options of `OT.initSession`. */
export interface SessionOptions {
  /** Where the server is, for example `https://video.example.com`. Default: `window.OTProperties.apiURL`, else the origin of the script, else the page's. */
  apiUrl?: string;
  /** Weakest SRTP key this client accepts; publish and subscribe fail with `OT_ENCRYPTION_TOO_WEAK` below it. */
  minimumEncryption?: MinimumEncryption;
  /** True: no connectionCreated and connectionDestroyed, for sessions with very many clients. Default false. */
  connectionEventsSuppressed?: boolean;
  /** STUN and TURN servers of the app's, and whether media may go through TURN only. */
  iceConfig?: IceConfig;
  /** End-to-end encryption is not there yet: `connect` fails with OT_NOT_SUPPORTED rather than do without. */
  encryptionSecret?: string;
  /** Has no effect: every session goes on when its server is replaced. */
  sessionMigration?: boolean;
}

/** What a session needs from outside. */
export interface SessionDeps {
  readonly openSocket: OpenSocket;
  readonly resolveUrl: (apiUrl: string | undefined) => string;
  readonly createEngine: (deps: { request: Request; notify: Notify; ice: () => IceChoice }) => MediaEngine;
  readonly createPublisher: (target: Target, properties: PublisherProperties | undefined) => Publisher;
  readonly createSubscriber: (options: {
    stream: Stream;
    target: Target;
    properties: SubscriberProperties | undefined;
  }) => Subscriber;
  /** The error of publishing from this page, if any. */
  readonly refusePublishing: () => OTError | undefined;
  /** Takes the name of every event, for a report of an issue. */
  readonly note: (event: string) => void;
  /** In place of what the options say. */
  readonly ice?: IceChoice;
  /** Takes every error, for the `exception` event. */
  readonly report: (error: OTError, target: object) => void;
}

type ConnectedEvent = SessionEvents<Session>['sessionConnected'];

/** A call: who is in it, and the way to publish and subscribe. */
export class Session extends Emitter<SessionEvents<Session>> {
  readonly sessionId: string;
  /** The token of the last `connect`. */
  token: string | undefined;
  /** Everyone in the session, this client included. */
  readonly connections: Registry<Connection>;
  /** All streams of the session, those of this client included. */
  readonly streams: Registry<Stream>;
  /** Empty: this server does not tell of archives. */
  readonly archives: Registry<object> = new Registry(new Map());
  #apiKey: string;
  readonly #deps: SessionDeps;
  readonly #attendance: Attendance<Session>;
  readonly #moderation: Moderation;
  #ice: IceChoice;
  #endPressure: (() => void) | undefined;

  /** @internal */
  constructor(apiKey: string, sessionId: string, options: SessionOptions, deps: SessionDeps) {
    super();
    this.#apiKey = apiKey;
    this.sessionId = sessionId;
    this.#deps = deps;
    this.#ice = deps.ice ?? toIceChoice(options.iceConfig && checkIceConfig(options.iceConfig));
    const connectionEvents = options.connectionEventsSuppressed !== true;
    const announce: Announce = (name, fields, { cancelable = false, type = name } = {}) => {
      const event = createEvent(type, this, fields, cancelable);
      deps.note(type);
      if (name === 'sessionConnected' || name === 'sessionDisconnected') this.onListenersChanged();
      this.emit(name, event as never);
      return event;
    };
    this.#attendance = new Attendance<Session>({
      sessionId,
      connectionEvents,
      announce,
      createMembership: (credentials, roster, listener) => {
        if (options.encryptionSecret !== undefined) throw encryptionUnsupported();
        // What the app alone demands is checked here and not by the server, so nothing may flow before it is asked for.
        const anticipate = this.listenerCount('streamCreated') > 0 && options.minimumEncryption === undefined;
        return new Membership({
          ...deps,
          url: deps.resolveUrl(options.apiUrl),
          handshake: { protocol: PROTOCOL_VERSION, ...credentials, sessionId, connectionEvents, anticipate },
          session: this,
          ice: () => this.#ice,
          roster,
          announce,
          listener,
        });
      },
      opening: ({ engine }, welcome) => {
        const minimumEncryption = strictest(options.minimumEncryption, welcome.minimumEncryption);
        void engine.open({ ...welcome, ...(minimumEncryption && { minimumEncryption }) });
      },
      report: (error) => deps.report(error, this),
    });
    this.#moderation = new Moderation({
      request: () => (this.isConnected() ? this.#attendance.membership?.request : undefined),
      permittedTo: (capability) => this.capabilities.permittedTo(capability),
      report: (error) => deps.report(error, this),
    });
    this.connections = new Registry(this.#attendance.roster.connections);
    this.streams = new Registry(this.#attendance.roster.streams);
  }

  get apiKey(): string {
    return this.#apiKey;
  }
  /** The same as `sessionId`. */
  get id(): string {
    return this.sessionId;
  }
  /** The own connection; null before `sessionConnected`. */
  get connection(): Connection | null {
    return this.#attendance.roster.self;
  }
  /** What this client may do: what the token says at first, the server's word from `sessionConnected` on. */
  get capabilities(): Capabilities {
    return this.#attendance.capabilities;
  }
  get currentState(): 'disconnected' | 'connecting' | 'connected' | 'disconnecting' {
    const { state } = this.#attendance;
    if (state === 'idle') return 'disconnected';
    return state === 'reconnecting' ? 'connected' : state;
  }
  /** How many clients do what, counted by the server. */
  get counts(): SessionCounts {
    return this.#attendance.roster.counts;
  }
  /** Everyone who publishes nothing, this client included; only this client with `connectionEventsSuppressed`. */
  get connectionsNotPublishing(): Connection[] {
    return this.#attendance.roster.connectionsNotPublishing;
  }
  /** What the media connections really negotiated; a direction is absent until that is known. */
  get encryption(): SessionEncryption {
    return this.#attendance.membership?.engine.encryption ?? {};
  }

  /** Whether the session is in one of these states. */
  is(...states: Session['currentState'][]): boolean {
    return states.includes(this.currentState);
  }
  /** Whether the session is in none of these states. */
  isNot(...states: Session['currentState'][]): boolean {
    return !this.is(...states);
  }
  isConnected(): boolean {
    return this.#attendance.isConnected;
  }

  /** Milliseconds from the last call to `connect` to each step of the join. */
  getJoinTimings(): JoinTimings {
    const { startedAt, socket, welcome } = this.#attendance.steps;
    const { iceConnectedAt, dtlsConnectedAt } = this.#attendance.membership?.engine.milestones ?? {};
    const first = this.#attendance.membership?.subscriptions.firstMedia;
    return toTimings(startedAt, {
      socket,
      welcome,
      iceConnected: iceConnectedAt,
      dtlsConnected: dtlsConnectedAt,
      ...first,
    });
  }

  /** Joins the session; emits `sessionConnected`, then `connectionCreated` and `streamCreated` for all that is there. */
  readonly connect: ConnectMethod<Session, ConnectedEvent> = withPromise(
    (...values: (string | Callback<ConnectedEvent> | undefined)[]) => {
      const texts = values.filter((value) => typeof value === 'string');
      // Old apps give the API key here, and none to initSession.
      if (texts.length > 1) this.#apiKey ||= texts[0] ?? '';
      const callback = values.find((value) => typeof value === 'function');
      this.#connect(texts.at(-1), callback).catch(() => undefined);
      return this;
    },
    async (token: string) => {
      await this.#connect(token, undefined);
      return this;
    },
  );

  /** Leaves; resolves after `sessionDisconnected` and its default action, at once when not connected. */
  disconnect(): Promise<void> {
    return this.#attendance.disconnect();
  }

  /** Publishes; the publisher emits `streamCreated` when others can see it. */
  readonly publish: PublishMethod = withPromise(
    (...values: unknown[]) => {
      const { publisher, published, callback } = this.#publish(values);
      settle(published, callback).catch(() => undefined);
      return publisher as Publisher;
    },
    async (...values: unknown[]) => {
      const { publisher, published } = this.#publish(values);
      await published;
      return publisher as Publisher;
    },
  );

  /** Ends the publisher's stream; the publisher emits a cancelable `streamDestroyed` and is destroyed by default. */
  unpublish(publisher: Publisher): void {
    if (this.#attendance.membership?.publications.has(publisher))
      this.#attendance.membership.publications.unpublish(publisher);
  }

  /** Receives a stream and shows it. */
  readonly subscribe: SubscribeMethod = withPromise(
    (stream: Stream, ...values: unknown[]) => {
      const { subscriber, subscribed, callback } = this.#subscribe(stream, values);
      settle(subscribed, callback as Callback<Subscriber> | undefined).catch(() => undefined);
      return subscriber as Subscriber;
    },
    (stream: Stream, ...values: unknown[]) => this.#subscribe(stream, values).subscribed,
  );

  /** Ends a subscriber and removes its container; false when it has ended already. */
  unsubscribe(subscriber: Subscriber): boolean {
    if (!subscriber) throw invalidParameter('unsubscribe: a subscriber is needed.');
    if (this.#attendance.membership?.subscriptions.unsubscribe(subscriber)) return true;
    if (subscriber.stream === undefined) return false;
    // Its stream or the session ended, and the app kept the container until now.
    subscriber.destroy();
    return true;
  }

  /** Sends text or JSON to everyone, this client included, or to one connection; resolves when the server has accepted it. */
  signal(options: SignalOptions, callback?: Callback): Promise<void> {
    return settle(this.#signal(options), callback);
  }

  /** Ends another connection; for moderators. Rejects with OT_PERMISSION_DENIED (1520), OT_INVALID_PARAMETER when there is none. */
  forceDisconnect(connection: Connection | string, callback?: Callback): Promise<void> {
    return settle(this.#moderation.forceDisconnect(connection), callback);
  }

  /** Ends another's stream; for moderators. Rejects with OT_PERMISSION_DENIED (1530), OT_NOT_FOUND. */
  forceUnpublish(stream: Stream | string, callback?: Callback): Promise<void> {
    return settle(this.#moderation.forceUnpublish(stream), callback);
  }

  /** Mutes another's stream, whose owner may unmute it; for moderators. Rejects with OT_PERMISSION_DENIED (1540), OT_NOT_FOUND. */
  forceMuteStream(stream: Stream): Promise<void> {
    return this.#moderation.forceMuteStream(stream);
  }

  /** Mutes every stream, the own too, that is not excluded, and those that begin until {@link disableForceMute}; for moderators. */
  forceMuteAll(excluded?: readonly Stream[]): Promise<void> {
    return this.#moderation.forceMuteAll(excluded);
  }

  /** Streams that begin are no longer muted; for moderators. */
  disableForceMute(): Promise<void> {
    return this.#moderation.disableForceMute();
  }

  /** Changes how media finds its way, for this connection and later ones. Rejects with OT_INVALID_PARAMETER. */
  async setIceConfig(iceConfig: IceConfig): Promise<void> {
    this.#ice = toIceChoice(checkIceConfig(iceConfig));
    await this.#attendance.membership?.renewMedia();
  }

  /** End-to-end encryption is not there yet: rejects with OT_NOT_SUPPORTED. */
  async setEncryptionSecret(_secret: string): Promise<void> {
    throw encryptionUnsupported();
  }

  getSubscribersForStream(stream: Stream): Subscriber[] {
    return this.#attendance.membership?.subscriptions.of(stream.streamId) ?? [];
  }

  getPublisherForStream(stream: Stream | string): Publisher | undefined {
    const streamId = typeof stream === 'string' ? stream : stream?.streamId;
    if (typeof streamId !== 'string') throw invalidParameter('getPublisherForStream: a stream or its id is needed.');
    return this.#attendance.membership?.publications.find(streamId);
  }

  /** @internal The badge of each publisher goes by what the app hears. */
  override emit<Name extends keyof SessionEvents<Session>>(name: Name, event: SessionEvents<Session>[Name]): void {
    super.emit(name, event);
    if (name === 'archiveStarted' || name === 'archiveStopped') {
      this.#attendance.membership?.publications.archivingChanged(name === 'archiveStarted');
    }
  }

  protected override onListenersChanged(): void {
    const wanted = this.listenerCount('cpuPerformanceChanged') > 0 && this.isConnected();
    if (wanted === (this.#endPressure !== undefined)) return;
    this.#endPressure?.();
    this.#endPressure = wanted
      ? watchCpuPressure((cpuPerformanceState) =>
          this.emit('cpuPerformanceChanged', createEvent('cpuPerformanceChanged', this, { cpuPerformanceState })),
        )
      : undefined;
  }

  #connect(token: string | undefined, callback: Callback<ConnectedEvent> | undefined): Promise<ConnectedEvent> {
    this.token = token;
    return this.#attendance.connect({ apiKey: this.#apiKey, ...(token && { token }) }, callback);
  }

  #publish(values: readonly unknown[]): {
    publisher: Publisher | null | undefined;
    published: Promise<void>;
    callback: Callback | undefined;
  } {
    const given = values[0] instanceof Publisher ? values[0] : undefined;
    const { target, properties, callback } = sortArguments<PublisherProperties>(given ? values.slice(1) : values);
    const refuse = <None>(publisher: None, error: OTError) => {
      this.#deps.report(error, this);
      return { publisher, published: Promise.reject(error), callback };
    };
    const membership = this.#attendance.membership;
    if (membership === undefined || !this.isConnected()) return refuse(null, notConnected('publish'));
    if (!this.#attendance.capabilities.publish) return refuse(null, permissionDenied('publish'));
    const insecure = this.#deps.refusePublishing();
    if (insecure !== undefined) return refuse(null, insecure);
    if (given?.session !== undefined || (given !== undefined && membership.publications.has(given))) {
      return refuse(undefined, invalidParameter('publish: this publisher is published already.', 1500));
    }
    const publisher = given ?? this.#deps.createPublisher(target, properties);
    const published = membership.publications.publish(publisher);
    published.catch((error: OTError) => this.#deps.report(error, this));
    return { publisher, published, callback };
  }

  #subscribe(
    stream: Stream,
    values: readonly unknown[],
  ): { subscriber?: Subscriber; subscribed: Promise<Subscriber>; callback: Callback | undefined } {
    const { target, properties, callback } = sortArguments<SubscriberProperties>(values);
    const membership = this.#attendance.membership;
    const refusal = this.#refuseSubscribe(stream, properties);
    if (membership === undefined || refusal !== undefined) {
      const error = refusal ?? notConnected('subscribe', 1501);
      this.#deps.report(error, this);
      return { subscribed: Promise.reject(error), callback };
    }
    const subscriber = this.#deps.createSubscriber({ stream, target, properties });
    const subscribed = membership.subscriptions.subscribe(subscriber, stream).then(() => subscriber);
    subscribed.catch((error: OTError) => this.#deps.report(error, this));
    return { subscriber, subscribed, callback };
  }

  #refuseSubscribe(stream: unknown, properties: unknown): OTError | undefined {
    if (!(stream instanceof Stream)) return invalidParameter('subscribe: a stream is needed.', 1501);
    if (!this.isConnected()) return notConnected('subscribe', 1501);
    return refuseProperties(properties);
  }

  async #signal(options: SignalOptions): Promise<void> {
    const data = toWireSignal(options, this);
    const membership = this.isConnected() ? this.#attendance.membership : undefined;
    try {
      const retry = options.retryAfterReconnect !== false;
      if (membership === undefined || (!retry && this.#attendance.state === 'reconnecting')) {
        throw notConnected('signal', 500);
      }
      await membership.request('signal', data, { retry });
    } catch (error) {
      this.#deps.report(error as OTError, this);
      throw error;
    }
  }
}
