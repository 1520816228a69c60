import { parseScalabilityMode, type types } from 'mediasoup';
import type { ConsumerInfo, MediaKind, VideoSupply } from '../../protocol/media-messages.ts';
import { type Layers, type Preference, pickLayers } from './layers.ts';
import type { StreamMedia } from './producers.ts';
import { SupplyWatch } from './supply-watch.ts';
import type { MemberTransport } from './transports.ts';
import { toConsumerInfo } from './wire.ts';

/** A client needs about this long from the offer to being able to decode; earlier media would be thrown away. */
const OFFER_LEAD_MS = 60;
/** A requested key frame that has not come by then was probably ignored. */
const KEY_FRAME_PATIENCE_MS = 400;
/** Added to the round trip before a key frame is called missing: encoding and a busy machine. */
const KEY_FRAME_SLACK_MS = 150;
/**
 * Below this round trip to the publisher an early key frame gains less than it risks: the few measurements there are at first
 * make a short line look longer when the page is busy, and a key frame that comes too early costs 300 ms.
 */
const EARLY_KEY_FRAME_FROM_MS = 60;
/** Added to the computed end of the viewer's DTLS handshake: a key frame that comes before it is wasted. */
const EARLY_KEY_FRAME_MARGIN_MS = 40;

/** What a subscription may be waiting for: to start, to ask early, to look whether its key frame has come, to ask again. */
type Timer = 'resume' | 'early' | 'check' | 'ask';

/** What a subscription needs. */
export interface SubscriptionDeps {
  readonly stream: StreamMedia;
  /** The viewer's receive transport. */
  readonly transport: MemberTransport;
  readonly consumers: readonly types.Consumer[];
  readonly active: { readonly audio: boolean; readonly video: boolean };
  /** Round trip to the viewer. */
  readonly roundTripMs: () => number | undefined;
  /** Whether another viewer receives this stream's video now. */
  readonly hasOtherViewers: (self: SubscriptionMedia) => boolean;
  /** The line of the viewer has room for more, or less, of the picture. */
  readonly onSupply: (supply: VideoSupply) => void;
  /** Called with what a background step failed with. */
  readonly onError: (error: unknown) => void;
  /** Called once, when it has ended. */
  readonly onClosed: (subscription: SubscriptionMedia) => void;
}

/** The consumers of one subscription, and when each of them may flow. */
export class SubscriptionMedia {
  readonly #deps: SubscriptionDeps;
  readonly #consumers = new Map<MediaKind, types.Consumer>();
  readonly #timers = new Map<Timer, NodeJS.Timeout>();
  readonly #active: { audio: boolean; video: boolean };
  #playing = false;
  #notBeforeMs = 0;
  #startedAtMs = 0;
  readonly #flows = { audio: false, video: false };
  #preference: Preference = {};
  #layers: Layers | undefined;
  readonly #supply: SupplyWatch | undefined;
  #closed = false;

  constructor(deps: SubscriptionDeps) {
    this.#deps = deps;
    this.#active = { ...deps.active };
    for (const consumer of deps.consumers) this.#consumers.set(consumer.kind, consumer);
    const video = this.#consumers.get('video');
    // Where there is one layer only, the media server sends it whatever the line.
    if (video?.type === 'simulcast' || video?.type === 'svc') {
      const expected = () => this.#flows.video && deps.stream.videoFlows;
      this.#supply = new SupplyWatch({ consumer: video, expected, onChange: deps.onSupply });
    }
    if (!deps.transport.connected && deps.transport.connectingAtMs !== undefined) this.anticipateKeyFrame();
  }

  /** What the client is told of its consumers. */
  get info(): ConsumerInfo[] {
    return this.#deps.consumers.map(toConsumerInfo);
  }

  /** Whether its video is being forwarded. */
  get videoFlows(): boolean {
    return this.#flows.video;
  }

  /** The client can decode: media flows as soon as it can be of use. Of one that flows already, makes good what came too early. */
  play(): void {
    if (this.#playing) this.#makeUp();
    this.#playing = true;
    this.update();
  }

  /** Media flows without waiting for the client, which is told of the consumers at the same time. */
  playAhead(): void {
    const leadMs = OFFER_LEAD_MS - (this.#deps.stream.keyFrames?.roundTripMs ?? 0);
    this.#notBeforeMs = performance.now() + Math.max(0, leadMs);
    this.#playing = true;
    this.update();
  }

  /** Switches its audio or video. */
  setActive(active: { audio?: boolean; video?: boolean }): void {
    if (active.audio !== undefined) this.#active.audio = active.audio;
    if (active.video !== undefined) this.#active.video = active.video;
    this.update();
  }

  /** Says which quality is enough for it, as far as that changes; to be called with nothing when the picture's size changes. */
  prefer({ preferredDimensions, maxFrameRate }: Preference): void {
    const changes = {
      ...(preferredDimensions !== undefined && { preferredDimensions }),
      ...(maxFrameRate !== undefined && { maxFrameRate }),
    };
    this.#preference = { ...this.#preference, ...changes };
    const video = this.#consumers.get('video');
    if (video === undefined || video.closed || Object.keys(this.#preference).length === 0) return;
    const { spatialLayers, temporalLayers } = parseScalabilityMode(video.rtpParameters.encodings?.[0]?.scalabilityMode);
    if (spatialLayers * temporalLayers === 1) return;
    const { stream } = this.#deps;
    const layers = pickLayers(stream.ladder(spatialLayers, temporalLayers), stream.picture, this.#preference);
    if (layers.spatialLayer === this.#layers?.spatialLayer && layers.temporalLayer === this.#layers.temporalLayer)
      return;
    this.#layers = layers;
    this.#run(video.setPreferredLayers(layers));
  }

  /** Brings the consumers to what is wanted and possible now; to be called when either changes. */
  update(): void {
    if (this.#closed) return;
    const possible = this.#playing && this.#deps.transport.connected;
    const audio = this.#consumers.get('audio');
    if (audio !== undefined) this.#set(audio, possible && this.#active.audio);
    const video = this.#consumers.get('video');
    if (video !== undefined) this.#updateVideo(video, possible && this.#active.video);
  }

  /**
   * While the viewer's DTLS handshake runs, has the publisher send a key frame that arrives just after it: the round trip to
   * the publisher then costs the viewer nothing. To be called when the handshake begins.
   */
  anticipateKeyFrame(): void {
    const { stream, transport, roundTripMs } = this.#deps;
    const { keyFrames } = stream;
    const viewerMs = roundTripMs();
    if (this.#closed || keyFrames === undefined || viewerMs === undefined || !this.#active.video) return;
    if (keyFrames.roundTripMs < EARLY_KEY_FRAME_FROM_MS) return;
    const beganAtMs = transport.connectingAtMs ?? performance.now();
    const atMs = beganAtMs + Math.max(0, 2 * viewerMs - keyFrames.roundTripMs + EARLY_KEY_FRAME_MARGIN_MS);
    this.#after('early', Math.max(atMs - performance.now(), keyFrames.waitMs), () => {
      // Once the consumer flows mediasoup has asked already.
      if (!this.#flows.video) this.#run(keyFrames.request());
    });
  }

  /** Passes the client's wish for a key frame on, when the publisher's browser will honour it. */
  requestKeyFrame(): void {
    const { keyFrames } = this.#deps.stream;
    if (keyFrames === undefined || keyFrames.underway) return;
    this.#after('ask', keyFrames.waitMs, () => this.#ask());
  }

  /** Ends its consumers. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#flows.video = false;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#supply?.close();
    for (const consumer of this.#consumers.values()) consumer.close();
    this.#deps.onClosed(this);
  }

  #updateVideo(video: types.Consumer, wanted: boolean): void {
    if (!wanted) {
      this.#cancel('resume');
      this.#cancel('check');
      this.#set(video, false);
      return;
    }
    if (this.#flows.video) return;
    const waitMs = Math.max(this.#notBeforeMs - performance.now(), this.#deps.stream.keyFrames?.waitMs ?? 0);
    if (waitMs > 0) {
      this.#after('resume', waitMs, () => this.update());
      return;
    }
    this.#cancel('early');
    this.#startedAtMs = performance.now();
    this.#set(video, true);
    this.#checkKeyFrame();
  }

  /** Looks once whether the key frame that starts the picture has come. */
  #checkKeyFrame(): void {
    const { keyFrames } = this.#deps.stream;
    if (keyFrames === undefined) return;
    const sinceMs = performance.now();
    this.#after('check', Math.max(KEY_FRAME_PATIENCE_MS, keyFrames.roundTripMs + KEY_FRAME_SLACK_MS), () => {
      if (keyFrames.isMissingSince(sinceMs)) this.#ask();
    });
  }

  /** The client could not decode before now; a key frame that reached it earlier was thrown away. */
  #makeUp(): void {
    const { stream, roundTripMs } = this.#deps;
    const lastAtMs = stream.keyFrames?.lastAtMs;
    if (!this.#flows.video || lastAtMs === undefined || lastAtMs < this.#startedAtMs) return;
    if (lastAtMs < performance.now() - (roundTripMs() ?? 0)) this.requestKeyFrame();
  }

  /** Asks in the strongest harmless way: with a request pending, the worker sends another only when it is made to. */
  #ask(): void {
    const { stream, hasOtherViewers } = this.#deps;
    const video = this.#consumers.get('video');
    if (!this.#flows.video || video === undefined || video.closed) return;
    this.#run(hasOtherViewers(this) ? video.requestKeyFrame() : stream.insistOnKeyFrame());
  }

  #set(consumer: types.Consumer, flowing: boolean): void {
    if (consumer.closed || this.#flows[consumer.kind] === flowing) return;
    this.#flows[consumer.kind] = flowing;
    if (consumer.kind === 'video') this.#supply?.check();
    this.#run(flowing ? consumer.resume() : consumer.pause());
  }

  /** A consumer or producer that goes away while a request is on its way is the ordinary end of a stream. */
  #run(step: Promise<void>): void {
    step.catch((error: unknown) => {
      if (!this.#closed) this.#deps.onError(error);
    });
  }

  #after(name: Timer, delayMs: number, step: () => void): void {
    this.#cancel(name);
    this.#timers.set(
      name,
      setTimeout(() => {
        this.#timers.delete(name);
        step();
      }, delayMs),
    );
  }

  #cancel(name: Timer): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
