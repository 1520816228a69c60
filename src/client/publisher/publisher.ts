import { createDeferred } from '../../base/deferred.ts';
import { Machine } from '../../base/machine.ts';
import { withPromise } from '../../base/twin.ts';
import { watchRevocation } from '../devices/permissions.ts';
import type { Callback } from '../errors/callback.ts';
import { createError, invalidParameter, notConnected } from '../errors/catalogue.ts';
import { accessRevoked } from '../errors/from-media.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { EncryptionInfo } from '../model/encryption.ts';
import { createEvent } from '../model/event.ts';
import type { Stream } from '../model/stream.ts';
import type { Target } from '../widgets/container.ts';
import type { PublisherDeps } from './deps.ts';
import { chooseCamera, chooseMicrophone, chooseNextCamera, toVideoSource, type VideoSource } from './device-choice.ts';
import { watchDialog } from './dialog.ts';
import { toSentEncodings } from './encoding-wishes.ts';
import type { Dimensions, PublisherEndReason } from './events.ts';
import { PUBLISHER_LIFECYCLE } from './lifecycle.ts';
import type { PublishLink } from './link.ts';
import { LocalMedia } from './local-media.ts';
import { MeasuredSending } from './measured-sending.ts';
import type { DestroyMethod, PublishAudioMethod, PublishVideoMethod } from './methods.ts';
import { type PublisherProperties, refuseArguments } from './properties.ts';
import { Publication } from './publication.ts';

/** Captures camera, microphone or screen, shows a preview, and can be published to a session. */
export class Publisher extends MeasuredSending<Publisher> {
  /** Whether the user granted the capture. */
  accessAllowed = false;
  /** The container of the default UI. */
  element: HTMLElement | undefined;
  /** The container's id. */
  id: string | undefined;
  /** The published stream; undefined while not published. */
  stream: Stream | undefined;
  /** The Session it is published to. */
  session: object | undefined;

  readonly #machine = new Machine(PUBLISHER_LIFECYCLE, 'idle');
  readonly #target: Target;
  /** @internal */
  protected readonly properties: PublisherProperties;
  /** @internal */
  protected readonly deps: PublisherDeps;
  /** Tracks are there. */
  readonly #ready = createDeferred<void>();
  /** The preview shows them. */
  readonly #captured = createDeferred<void>();
  #media: LocalMedia | undefined;
  /** @internal */
  protected publication: Publication | undefined;
  #size: Dimensions | undefined;
  #destroyed = false;

  /** @internal */
  constructor(options: { target?: Target; properties?: PublisherProperties | undefined; deps: PublisherDeps }) {
    super();
    this.#target = options.target;
    this.properties = options.properties ?? {};
    this.deps = options.deps;
    // Whoever asks gets the error; nobody has to.
    this.#ready.promise.catch(() => undefined);
    this.#captured.promise.catch(() => undefined);
  }

  /** What the connection to the server negotiated for this stream. */
  get encryption(): EncryptionInfo | undefined {
    return this.publication?.encryption;
  }

  /** @internal Settles when the capture is bound to its video element; rejects with the OTError. */
  get captured(): Promise<void> {
    return this.#captured.promise;
  }

  /** @internal The local media, for a subscriber to the own stream. */
  get mediaStream(): MediaStream | undefined {
    return this.#media?.stream;
  }

  /** @internal Places the container and starts the capture. */
  begin(): void {
    if (!this.#machine.send('acquire')) return;
    const options = { target: this.#target, properties: this.properties };
    const refusal = this.deps.refusal() ?? refuseArguments(options);
    if (refusal !== undefined) {
      this.#deny(refusal);
      return;
    }
    const media = new LocalMedia({
      ...options,
      onMute: () => this.publishAudio(!media.soundOn),
      onResize: (size) => this.#resized(size),
      onEnded: (track) => void this.#trackEnded(track),
      onLevel: (audioLevel) => this.emit('audioLevelUpdated', createEvent('audioLevelUpdated', this, { audioLevel })),
    });
    this.#media = media;
    this.onListenersChanged();
    this.element = media.preview.element;
    this.id = this.element?.id;
    this.#capture(media).catch((error: OTError) => this.#deny(error));
  }

  /** @internal Publishes; resolves after streamCreated was emitted. Rejects with the OTError; then it can be tried again. */
  async publishTo(link: PublishLink): Promise<Stream> {
    if (this.publication !== undefined)
      throw invalidParameter('Session.publish :: this publisher is published already', 1500);
    const publication = new Publication(link);
    this.publication = publication;
    this.session = link.session;
    try {
      return await this.#publish(publication, link);
    } catch (error) {
      if (this.publication === publication) this.#withdraw('failed');
      throw error;
    }
  }

  /** @internal The session or the server ended the stream. */
  ended(reason: PublisherEndReason): void {
    this.#endStream(reason);
  }

  /** @internal After an interruption its stream goes on as another one. */
  republished(stream: Stream): void {
    this.stream = stream;
    this.emit('streamCreated', createEvent('streamCreated', this, { stream }));
    this.sync();
  }

  /** @internal A moderator has turned the sound off. */
  muteForced(): void {
    // The server knows; told again, it also knows when an unmute of the user's has crossed its word.
    this.publishAudio(false);
    this.emit('muteForced', createEvent('muteForced', this));
  }

  /** @internal The call is recorded, or no longer. */
  archivingChanged(archiving: boolean): void {
    this.#media?.preview.setArchiving(archiving);
  }

  /** @internal */
  subscriberCountChanged(subscriberCount: number): void {
    const { stream } = this;
    if (stream === undefined) return;
    this.emit('subscriberCountChanged', createEvent('subscriberCountChanged', this, { stream, subscriberCount }));
  }

  /** Turns the sound on or off. */
  readonly publishAudio: PublishAudioMethod<this> = withPromise(
    (value: boolean) => {
      this.#media?.setSound(value);
      this.sync();
      return this;
    },
    async (value: boolean) => {
      this.#media?.setSound(value);
      if (this.session === undefined) throw notConnected('publishAudio');
      await this.#update();
    },
  );

  /** Turns the picture on or off; off closes the camera. */
  readonly publishVideo: PublishVideoMethod<this> = withPromise(
    (value: boolean, callback?: Callback) => {
      const report = callback ?? ((error?: OTError) => error !== undefined && this.deps.warn(error.message));
      const done = this.#media?.setPicture(value).then(() => this.sync()) ?? Promise.resolve();
      done.then(() => report(), report);
      return this;
    },
    async (value: boolean) => {
      await this.#media?.setPicture(value);
      await this.#update();
    },
  );

  /** Takes another camera, by its id; the others see no gap. While the picture is off the id is remembered. */
  setVideoSource(deviceId: string): Promise<void> {
    return this.#exchange(chooseCamera(this.#media, deviceId));
  }

  /** Where the picture comes from. */
  getVideoSource(): VideoSource {
    return toVideoSource(this.#media);
  }

  /** Takes the next camera; resolves with its id, that of the same one where it is the only one. */
  cycleVideo(): Promise<{ deviceId: string }> {
    return this.#exchange(chooseNextCamera(this.#media));
  }

  /** Takes another microphone, by its id, or a track of the app's. A later call makes this one reject with OT_CANCEL. */
  setAudioSource(source: string | MediaStreamTrack): Promise<void> {
    return this.#exchange(chooseMicrophone(this.#media, source));
  }

  /** The track of the sound; null without. */
  getAudioSource(): MediaStreamTrack | null {
    return this.#media?.sources?.audio ?? null;
  }

  /** Ends the stream, stops what was captured and gives the page back its element. Idempotent. */
  readonly destroy: DestroyMethod<this> = withPromise(
    () => {
      this.#destroy(undefined);
      return this;
    },
    async () => this.#destroy(undefined),
  );

  async #capture(media: LocalMedia): Promise<void> {
    const filtered = this.applyFirstFilters(media);
    // The capture may be refused first.
    filtered.catch(() => undefined);
    await watchDialog(media.open(), (open) => {
      if (open) this.emit('accessDialogOpened', createEvent('accessDialogOpened', this));
      else this.emit('accessDialogClosed', createEvent('accessDialogClosed', this));
    });
    await filtered;
    await media.process();
    const mediaStream = media.stream;
    if (mediaStream === undefined || !this.#machine.send('acquired')) return;
    this.accessAllowed = true;
    this.#ready.resolve();
    this.emit('accessAllowed', createEvent('accessAllowed', this));
    this.emit('mediaStreamAvailable', createEvent('mediaStreamAvailable', this, { mediaStream }));
    await media.preview.show(mediaStream);
    if (this.#destroyed) return;
    const { video: element } = media.preview;
    this.emit('videoElementCreated', createEvent('videoElementCreated', this, { element }));
    this.#captured.resolve();
    this.#followMicrophone(media);
    watchRevocation(media.deviceKinds, () => this.#revoked(), media.closing);
  }

  #followMicrophone(media: LocalMedia): void {
    const { disableAudioInputDeviceManagement } = this.properties;
    if (disableAudioInputDeviceManagement === true || !media.deviceKinds.includes('microphone')) return;
    media.microphone?.watch((change) => {
      this.sync();
      this.emit('audioInputDeviceChanged', createEvent('audioInputDeviceChanged', this, change));
    });
  }

  /** The user withdrew the permission; what the browser stops because of it says so itself. */
  #revoked(): void {
    this.accessAllowed = false;
    this.#emitDenied(accessRevoked());
  }

  #emitDenied({ message, code }: OTError): void {
    this.emit('accessDenied', createEvent('accessDenied', this, { message, title: 'accessDenied', code } as const));
  }

  #deny(error: OTError): void {
    if (!this.#machine.send('denied')) return;
    this.#release();
    this.#reject(error);
    if (error.name !== 'OT_USER_MEDIA_ACCESS_DENIED') return;
    // After the callback of initPublisher, which runs when the rejection has been delivered.
    setTimeout(() => this.#emitDenied(error));
  }

  async #publish(publication: Publication, link: PublishLink): Promise<Stream> {
    await this.#ready.promise;
    const media = this.#media;
    const cancelled = createError('OT_CANCEL', 'Session.publish :: ended before the stream was live');
    if (media === undefined || this.publication !== publication || !this.#machine.send('publish')) throw cancelled;
    await media.process();
    const wanted = media.streamProperties();
    const { streamId, createdAt, muted } = await publication.open(media.outgoingTracks(), wanted);
    const properties = muted === true ? { ...wanted, hasAudio: false } : wanted;
    await this.#captured.promise;
    if (this.publication !== publication || !this.#machine.send('published')) throw cancelled;
    const stream = link.registerStream({ streamId, createdAt, properties });
    this.stream = stream;
    this.emit('streamCreated', createEvent('streamCreated', this, { stream }));
    this.watchNetwork();
    if (muted === true) this.muteForced();
    // The app may have switched something while the server was asked.
    this.sync();
    return stream;
  }

  /** Brings the stream in line with what is captured now. */
  async #update(): Promise<void> {
    const media = this.#media;
    // What needs no processing is off at once.
    const processed = media?.process();
    if (processed !== undefined) await processed;
    if (media === undefined || this.stream === undefined) return;
    await this.publication?.sync(() => media.outgoing());
    await this.applyWishes();
  }

  /** @internal */
  protected get picture(): LocalMedia | undefined {
    return this.#media;
  }

  /** @internal */
  protected async applyWishes(): Promise<void> {
    const { wishes, picture } = this;
    if (picture === undefined || this.stream === undefined || Object.keys(wishes).length === 0) return;
    await this.publication?.shape((published) => toSentEncodings(published, wishes, picture.size));
  }

  /** Sends what was exchanged; after a failure what is back. */
  async #exchange<Result>(change: Promise<Result>): Promise<Result> {
    change.catch(() => this.sync());
    const result = await change;
    await this.#update();
    return result;
  }

  /** @internal */
  protected sync(): void {
    this.#update().catch((error: Error) => this.deps.warn(`The stream could not be updated: ${error.message}`));
  }

  #resized(newValue: Dimensions): void {
    const oldValue = this.#size;
    if (newValue.width === 0 || (oldValue?.width === newValue.width && oldValue.height === newValue.height)) return;
    this.#size = newValue;
    if (oldValue !== undefined) {
      this.emit('videoDimensionsChanged', createEvent('videoDimensionsChanged', this, { oldValue, newValue }));
    }
    this.sync();
  }

  async #trackEnded(track: MediaStreamTrack): Promise<void> {
    const media = this.#media;
    if (track.kind === 'audio' && (await media?.microphone?.outlives(track)) === true) return;
    const exhausted = media?.exhausted === true;
    const event = createEvent('mediaStopped', this, { track: exhausted ? undefined : track }, true);
    this.emit('mediaStopped', event);
    if (event.isDefaultPrevented()) return;
    if (!exhausted && track.kind === 'video') void media?.dropPicture().then(() => this.sync());
    else if (!exhausted) this.sync();
    else if (this.stream === undefined) this.#destroy('mediaStopped');
    else this.#endStream('mediaStopped', 'mediaStopped');
  }

  /** Ends the stream, live or not yet; with `tell` the session learns it from here. */
  #endStream(reason: PublisherEndReason, tell?: 'clientDisconnected' | 'mediaStopped'): void {
    const { stream } = this;
    this.#withdraw('unpublish', tell);
    if (stream === undefined) return;
    const event = createEvent('streamDestroyed', this, { stream, reason }, true);
    this.emit('streamDestroyed', event);
    if (this.stream === stream) this.stream = undefined;
    this.watchNetwork();
    if (!event.isDefaultPrevented()) this.#destroy(reason === 'mediaStopped' ? reason : undefined);
  }

  /** Leaves the session's side; the capture goes on. */
  #withdraw(input: 'failed' | 'unpublish', tell?: 'clientDisconnected' | 'mediaStopped'): void {
    this.#machine.send(this.#machine.is('publishing') ? 'failed' : input);
    this.publication?.cancel(createError('OT_CANCEL', 'Session.publish :: unpublished before the stream was live'));
    // What the session has not registered yet only the publication can take back.
    this.publication?.close(this.stream === undefined ? 'clientDisconnected' : tell);
    this.publication = undefined;
    this.session = undefined;
  }

  #destroy(reason: 'mediaStopped' | undefined): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#endStream('reset', 'clientDisconnected');
    this.#machine.send('destroy');
    this.#reject(createError('OT_CANCEL', 'The publisher was destroyed'));
    this.#release();
    this.emit('destroyed', createEvent('destroyed', this, { reason }));
    this.off();
  }

  #release(): void {
    this.#media?.close();
    this.element = undefined;
    this.id = undefined;
  }

  #reject(error: OTError): void {
    this.#ready.reject(error);
    this.#captured.reject(error);
  }
}
