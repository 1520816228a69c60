import { settle } from '../../base/twin.ts';
import type { Callback } from '../errors/callback.ts';
import type { IncomingMedia, SenderReport } from '../media/engine.ts';
import { createEvent } from '../model/event.ts';
import { Measurement, type RawReport } from './measurement.ts';
import { Presentation } from './presentation.ts';
import { QualityWatch } from './quality-watch.ts';
import type { Expectation } from './reception.ts';
import type { SubscriberStats } from './stats.ts';

/** What is only found out while somebody listens. */
const WATCHED = ['qualityScoreChanged', 'networkConditionChanged', 'videoQualityChanged'] as const;

/** The members of a subscriber that say how well the stream comes through; `Self` is the Subscriber class. */
export abstract class MeasuredReception<Self> extends Presentation<Self> {
  /** @internal What the publisher says of its own end. */
  senderReport: SenderReport | undefined;
  /** @internal */
  protected readonly measurement = new Measurement({
    media: () => this.media,
    expectation: () => this.expectation(),
    sender: () => this.senderReport,
  });
  readonly #quality = new QualityWatch({
    look: () => this.measurement.look(),
    onScore: (qualityScore) => this.#tell('qualityScoreChanged', { qualityScore }),
    onCondition: (reason, stats) => this.#tell('networkConditionChanged', { reason, stats }),
    onVideo: (reason, stats) => this.#tell('videoQualityChanged', { reason, stats }),
  });

  /** @internal Undefined while nothing is received. */
  protected abstract readonly media: IncomingMedia | undefined;

  /** @internal What should be coming. */
  protected abstract expectation(): Expectation;

  /** @internal Whether it has ended. */
  protected abstract readonly over: boolean;

  /** Numbers of this subscription; rejects with OT_PEER_CONNECTION_NOT_CONNECTED before media is there. */
  getStats(callback?: Callback<SubscriberStats>): Promise<SubscriberStats> {
    return settle(this.measurement.read(), callback);
  }

  /** What the browser says of this subscription, in its own words (W3C webrtc-stats). */
  getRtcStatsReport(): Promise<RawReport> {
    return this.measurement.readRaw();
  }

  protected override onListenersChanged(): void {
    this.#quality.setWanted(!this.over && WATCHED.some((name) => this.listenerCount(name) > 0));
  }

  #tell(name: (typeof WATCHED)[number], fields: object): void {
    this.emit(name, createEvent(name, this, fields) as never);
  }
}
