import { settle } from '../../base/twin.ts';
import type { Callback } from '../errors/callback.ts';
import { createError } from '../errors/catalogue.ts';
import { createEvent } from '../model/event.ts';
import type { Stream } from '../model/stream.ts';
import type { PublisherEvents } from './events.ts';
import { Fallback, type FallbackState } from './fallback.ts';
import { NetworkWatch } from './network-watch.ts';
import { Processed } from './processed.ts';
import type { Publication } from './publication.ts';
import type { PublisherStats } from './stats.ts';

/** What is only found out while somebody listens. */
const WATCHED = ['networkConditionChanged', 'videoQualityChanged'] as const;
/** What is sent of the picture in each state of the fallback. */
const SENDING = { active: 'on', warning: 'on', suspended: 'held', probing: 'probing' } as const;

/** The members of a publisher that say how well its stream is carried away, and what follows; `Self` is the Publisher class. */
export abstract class MeasuredSending<Self> extends Processed<Self> {
  readonly #network = new NetworkWatch({
    report: async () => (await this.#live('getStats')).getReport(),
    onCondition: (reason, stats) => this.#tell('networkConditionChanged', { reason, statsContainer: { stats } }),
    onVideo: (reason, stats) => this.#tell('videoQualityChanged', { reason, statsContainer: { stats } }),
    onLine: (sample) => {
      if (!this.#fallsBack || this.picture === undefined) return;
      if (this.picture.pictureOn) this.#fallback.take(sample, this.picture.size, performance.now());
      else this.#fallback.reset();
    },
    onReport: (report) => {
      if (this.properties.publishSenderStats === true) this.publication?.reportSending(report);
    },
  });
  readonly #fallback = new Fallback((state) => this.#fallBack(state));
  #warned = false;
  #suspended = false;

  /** @internal Undefined while it is not published. */
  protected abstract readonly publication: Publication | undefined;
  abstract stream: Stream | undefined;

  /** One entry with the numbers of the stream; rejects with OT_PEER_CONNECTION_NOT_CONNECTED while there is none. */
  getStats(callback?: Callback<{ stats: PublisherStats }[]>): Promise<{ stats: PublisherStats }[]> {
    return settle(
      this.#live('getStats').then(async (publication) => [{ stats: await publication.readStats() }]),
      callback,
    );
  }

  /** One entry with the browser's raw report of the stream; rejects as {@link getStats} does. */
  async getRtcStatsReport(): Promise<{ rtcStatsReport: RTCStatsReport }[]> {
    return [{ rtcStatsReport: await (await this.#live('getRtcStatsReport')).getReport() }];
  }

  protected override onListenersChanged(): void {
    super.onListenersChanged();
    const listened = WATCHED.some((name) => this.listenerCount(name) > 0);
    const wanted = listened || this.#fallsBack || this.properties.publishSenderStats === true;
    this.#network.setWanted(wanted && this.stream !== undefined);
  }

  /** @internal The stream has begun or ended. */
  protected watchNetwork(): void {
    if (this.stream === undefined) this.#fallback.reset();
    this.onListenersChanged();
  }

  get #fallsBack(): boolean {
    return this.properties.audioFallback?.publisher === true;
  }

  /** The publication, when its media flows. */
  async #live(method: string): Promise<Publication> {
    const { publication } = this;
    if (publication !== undefined && this.stream !== undefined) return publication;
    throw createError('OT_PEER_CONNECTION_NOT_CONNECTED', `${method}: the publisher is not published`);
  }

  #fallBack(state: FallbackState): void {
    this.picture?.setSending(SENDING[state]);
    this.sync();
    const [suspended, warned] = [state === 'suspended' || state === 'probing', state !== 'active'];
    if (warned && !this.#warned) this.#tell('videoDisableWarning', {});
    if (suspended !== this.#suspended) this.#tell(suspended ? 'videoDisabled' : 'videoEnabled', { reason: 'quality' });
    if (!warned && this.#warned) this.#tell('videoDisableWarningLifted', {});
    this.#suspended = suspended;
    this.#warned = warned;
    this.picture?.preview.setWarning(warned && !suspended);
  }

  #tell(name: keyof PublisherEvents<Self> & string, fields: object): void {
    this.emit(name, createEvent(name, this, fields) as never);
  }
}
