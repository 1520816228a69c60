import { createDeferred } from '../../base/deferred.ts';
import { Machine } from '../../base/machine.ts';
import { withPromise } from '../../base/twin.ts';
import { createError, invalidParameter } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { IncomingMedia } from '../media/engine.ts';
import type { EncryptionInfo } from '../model/encryption.ts';
import { createEvent } from '../model/event.ts';
import type { Stream } from '../model/stream.ts';
import type { Target } from '../widgets/container.ts';
import { LevelPoll } from '../widgets/level-poll.ts';
import { Demand } from './demand.ts';
import type { VideoReason, VideoSize } from './events.ts';
import { SUBSCRIBER_LIFECYCLE } from './lifecycle.ts';
import type { SubscribeLink } from './link.ts';
import type { SetterMethod } from './methods.ts';
import { ProcessedReception } from './processed-reception.ts';
import type { SubscriberProperties } from './properties.ts';
import type { Expectation } from './reception.ts';
import { type Proof, Start } from './start.ts';
import { Supply } from './supply.ts';
import type { SubscriberTimings } from './timings.ts';
import { type Kind, Tracks } from './tracks.ts';
import { View } from './view.ts';

/** What a subscriber needs from outside. */
export interface SubscriberDeps {
  /** Takes a line for the console when something failed that no callback learns. */
  warn(line: string): void;
}

type PlainEvent =
  | `audio${'Blocked' | 'Unblocked'}`
  | 'connected'
  | 'disconnected'
  | `videoDisableWarning${'' | 'Lifted'}`;

/** Receives a stream and shows it. */
export class Subscriber extends ProcessedReception<Subscriber> {
  /** The container of the default UI. */
  element: HTMLElement | undefined;
  /** The container's id. */
  id: string | undefined;
  /** The stream it shows; undefined when destroyed. */
  stream: Stream | undefined;
  /** The Session it belongs to. */
  session: object | undefined;

  readonly #machine = new Machine(SUBSCRIBER_LIFECYCLE, 'idle');
  readonly #stream: Stream;
  readonly #deps: SubscriberDeps;
  readonly #options: { target: Target; properties: SubscriberProperties };
  /** @internal */
  protected readonly view: View;
  readonly #result = createDeferred<void>();
  #link: SubscribeLink | undefined;
  /** @internal */
  protected media: IncomingMedia | undefined;
  #start: Start | undefined;
  readonly #tracks: Tracks;
  readonly #demand: Demand;
  readonly #audioLevel = new LevelPoll({
    read: () => this.media?.readAudioLevel(),
    tell: (audioLevel) => {
      this.view.setAudioLevel(audioLevel);
      this.emit('audioLevelUpdated', createEvent('audioLevelUpdated', this, { audioLevel }));
    },
  });
  #pictureVisible: boolean;
  #size: VideoSize;
  #interrupted = false;
  /** @internal What the line has room for. */
  readonly supply = new Supply({
    onStarved: () => this.#applyPicture('quality'),
    onWarning: (warned) => {
      this.view.setWarning(warned);
      this.#tell(warned ? 'videoDisableWarning' : 'videoDisableWarningLifted');
    },
  });
  #finished = false;

  /** @internal */
  constructor(options: {
    stream: Stream;
    target?: Target;
    properties?: SubscriberProperties | undefined;
    deps: SubscriberDeps;
  }) {
    super();
    const { stream, target, properties = {} } = options;
    this.stream = stream;
    this.#stream = stream;
    this.#deps = options.deps;
    this.#options = { target, properties };
    this.#tracks = new Tracks({
      audio: properties.subscribeToAudio !== false,
      video: properties.subscribeToVideo !== false,
    });
    this.#demand = new Demand(properties);
    this.#pictureVisible = stream.hasVideo && this.#tracks.wanted.video;
    this.#size = stream.videoDimensions;
    this.view = new View({ stream, target, properties, onBlocked: (blocked) => this.#blocked(blocked) });
    this.#result.promise.catch(() => undefined);
  }

  /** What the connection from the server negotiated for this stream. */
  get encryption(): EncryptionInfo | undefined {
    return this.media?.encryption;
  }

  /** @internal Whether an own stream is to come through the server. */
  get testsNetwork(): boolean {
    return this.#options.properties.testNetwork === true;
  }

  /** How long it took to get media; complete when the subscribe callback runs. */
  getTimings(): SubscriberTimings {
    return this.#start?.timings ?? {};
  }

  /** @internal Places the container and subscribes; resolves when media plays; rejects with the OTError. */
  subscribeTo(link: SubscribeLink): Promise<void> {
    if (!this.#machine.send('subscribe')) return this.#result.promise;
    this.#link = link;
    this.session = link.session;
    const { insertDefaultUI } = this.#options.properties;
    if (insertDefaultUI === false && this.#options.target) {
      this.#fail(
        invalidParameter('Session.subscribe :: with insertDefaultUI false there is nothing to put into the target'),
      );
      return this.#result.promise;
    }
    this.view.place();
    this.element = this.view.element;
    this.id = this.element?.id;
    this.view.setPicture(this.#pictureVisible);
    this.onListenersChanged();
    this.#start = new Start({
      milestones: () => link.engine.milestones,
      proof: () => this.#proof(),
      onStarted: () => this.#started(),
      onExpired: (error) => this.#fail(error),
    });
    this.#start.begin();
    this.#request(link).catch((error: OTError) => this.#fail(error));
    return this.#result.promise;
  }

  /** @internal A property of the stream changed; the Stream has the new value already. */
  streamUpdated(changedProperty: string, newValue: unknown, reason: VideoReason = 'publishVideo'): void {
    if (changedProperty === 'hasVideo') this.#applyPicture(reason);
    if (changedProperty === 'videoDimensions') this.#resized(newValue as VideoSize);
    this.#start?.check();
  }

  /** @internal The connection that brings the media changed. */
  connectionChanged(state: RTCPeerConnectionState): void {
    if (!this.#machine.is('playing', 'stalled')) return;
    const interrupted = state === 'disconnected' || state === 'failed';
    if (interrupted === this.#interrupted || (!interrupted && state !== 'connected')) return;
    this.#interrupted = interrupted;
    this.#tell(interrupted ? 'disconnected' : 'connected');
  }

  /** @internal By which the server knows it. */
  get subscriptionId(): string | undefined {
    return this.media?.subscriptionId;
  }

  /** @internal Packets of what should be playing; undefined while nothing should. */
  async countPackets(): Promise<number | undefined> {
    if (!this.#machine.is('playing', 'stalled', 'blocked')) return undefined;
    return this.#tracks.countPackets(this.#stream);
  }

  /**
   * @internal The session or the server ended it. `keepContainer`: the app prevented the default action, so the container
   * stays, without its video, until {@link destroy}.
   */
  ended(reason: string, keepContainer = false): void {
    if (this.#machine.send('gone'))
      this.#stop(createError('OT_STREAM_DESTROYED', `Session.subscribe :: ended: ${reason}`));
    if (!keepContainer) this.#finish(reason);
  }

  /** Switches the stream's sound on or off; off also saves its traffic. */
  readonly subscribeToAudio: SetterMethod<this, boolean> = this.#twin((value: boolean) => {
    this.view.setSound(value);
    return this.#switch('audio', value);
  });

  /** Switches the stream's picture on or off; off also saves its traffic. */
  readonly subscribeToVideo: SetterMethod<this, boolean, [reason?: string]> = this.#twin((value: boolean) => {
    const done = this.#switch('video', value);
    this.#applyPicture('subscribeToVideo');
    return done;
  });

  /** True: as few frames as the publisher's layers allow. */
  readonly restrictFrameRate: SetterMethod<this, boolean> = this.#twin((value: boolean) =>
    this.#demand.restrict(value),
  );

  /** Sets the volume to a whole number from 0 to 100; other numbers are clamped, anything else is refused. */
  readonly setAudioVolume: SetterMethod<this, number> = this.#twin(async (value: number) => {
    if (!this.view.setVolume(value)) throw invalidParameter('setAudioVolume: expects a number from 0 to 100');
  });

  /** Says how many pixels are enough; null: the best there is. Rejects where `preferredResolution` is `auto`. */
  setPreferredResolution(size: VideoSize | null): Promise<void> {
    return this.#demand.setSize(size);
  }

  /** Says how many frames per second are enough; null: the best there is. */
  setPreferredFrameRate(frameRate: number | null): Promise<void> {
    return this.#demand.setFrameRate(frameRate);
  }

  /** Ends the subscription and gives the page back its element. Idempotent. */
  destroy(): void {
    if (this.#machine.send('destroy'))
      this.#stop(createError('OT_CANCEL', 'Session.subscribe :: destroyed', { code: 1501 }));
    if (!this.#finished) this.#link?.closed();
    this.#finish('Unsubscribe');
  }

  protected override onListenersChanged(): void {
    const wanted = this.listenerCount('audioLevelUpdated') > 0 || this.view.showsLevel;
    this.#audioLevel.setWanted(!this.over && wanted);
    super.onListenersChanged();
  }

  async #request(link: SubscribeLink): Promise<void> {
    const { streamId } = this.#stream;
    const media = await link.engine.subscribe({
      streamId,
      ...this.#tracks.request(),
      ...(link.offer !== undefined && { offer: link.offer }),
    });
    if (!this.#machine.send('granted')) {
      media.close();
      return;
    }
    this.media = media;
    this.measurement.begin();
    const played = this.process(media);
    const mediaStream = played instanceof Promise ? await played : played;
    if (this.over) return;
    this.view.show(mediaStream);
    this.emit('mediaStreamAvailable', createEvent('mediaStreamAvailable', this, { mediaStream }));
    this.#start?.granted(media, this.view.video);
    this.#tracks.granted(media);
    const size = this.#demand.auto ? this.view.size : undefined;
    if (size !== undefined && size.width * size.height > 0) this.#follow(size);
    this.#demand.granted(media).catch(this.#report);
  }

  /** @internal */
  protected get over(): boolean {
    return this.#machine.is('ended');
  }

  /** @internal */
  protected expectation(): Expectation {
    const { hasAudio, hasVideo, videoType, frameRate = 0 } = this.#stream;
    const { audio, video } = this.#tracks.requested;
    return {
      audio: audio && hasAudio,
      video: video && hasVideo,
      screen: videoType === 'screen',
      frameRate: { said: frameRate, enough: this.#demand.enoughFrameRate },
      supply: this.supply.state,
    };
  }

  #proof(): Proof {
    if (this.#stream.hasVideo && this.#tracks.wanted.video) return 'picture';
    return this.#stream.hasAudio && this.#tracks.wanted.audio ? 'sound' : 'nothing';
  }

  #started(): void {
    this.#machine.send('resume');
    if (!this.#machine.send('firstFrame')) return;
    this.view.started();
    if (this.#demand.auto) this.view.watchSize((size) => this.#follow(size));
    this.#tell('connected');
    this.#result.resolve();
    const { video: element } = this.view;
    // After the subscribe callback, which runs when the promise has been delivered.
    setTimeout(() => this.emit('videoElementCreated', createEvent('videoElementCreated', this, { element })));
  }

  #blocked(blocked: boolean): void {
    this.#machine.send(blocked ? 'blocked' : 'resume');
    this.#tell(blocked ? 'audioBlocked' : 'audioUnblocked');
  }

  #switch(kind: Kind, value: boolean): Promise<void> {
    if (this.#finished) return Promise.reject(createError('OT_CANCEL', 'Subscriber: it has ended', { code: 1501 }));
    return this.#tracks.set(kind, value);
  }

  /** The picture is as good as it is seen, and is not sent while nobody sees it. */
  #follow(size: VideoSize | null): void {
    this.#tracks.setSeen(size !== null);
    if (size !== null) this.#demand.follow(size).catch(this.#report);
  }

  readonly #report = (error: OTError): void => {
    if (error.name !== 'OT_CANCEL') this.#deps.warn(`The subscription could not be changed: ${error.message}`);
  };

  /** A setter that chains, and its promise twin; whoever does not take the promise finds failures on the console. */
  #twin<Value>(set: (value: Value) => Promise<void>): SetterMethod<this, Value> {
    return withPromise((value: Value) => {
      set(value).catch(this.#report);
      return this;
    }, set);
  }

  #applyPicture(reason: VideoReason): void {
    const visible = this.#stream.hasVideo && this.#tracks.wanted.video && !this.supply.starved;
    if (visible === this.#pictureVisible) return;
    this.#pictureVisible = visible;
    this.view.setPicture(visible, this.media !== undefined);
    this.onListenersChanged();
    const name = visible ? 'videoEnabled' : 'videoDisabled';
    this.emit(name, createEvent(name, this, { reason }) as never);
    this.#start?.check();
  }

  /** @internal */
  protected warn(line: string): void {
    this.#deps.warn(line);
  }

  #tell(name: PlainEvent): void {
    this.emit(name, createEvent(name, this) as never);
  }

  #resized(newValue: VideoSize): void {
    const oldValue = this.#size;
    this.#size = newValue;
    this.emit('videoDimensionsChanged', createEvent('videoDimensionsChanged', this, { oldValue, newValue }));
  }

  #fail(error: OTError): void {
    if (!this.#machine.send('failed')) return;
    this.#start?.stop();
    this.media?.close();
    this.#tracks.close(error);
    this.#demand.close();
    this.closeProcessing();
    this.onListenersChanged();
    this.view.showError(error.message);
    this.#result.reject(error);
  }

  #stop(error: OTError): void {
    this.#start?.stop();
    this.media?.close();
    this.#tracks.close(error);
    this.#demand.close();
    this.closeProcessing();
    this.onListenersChanged();
    this.view.stop();
    this.#result.reject(error);
  }

  #finish(reason: string): void {
    if (this.#finished) return;
    this.#finished = true;
    this.view.close();
    this.element = undefined;
    this.id = undefined;
    this.emit('destroyed', createEvent('destroyed', this, { reason }));
    this.stream = undefined;
    this.session = undefined;
    this.off();
  }
}
