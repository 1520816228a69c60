import type { NetworkConditionReason } from '../quality/network-condition.ts';
import { type QualityScore, toQualityScore } from '../quality/score.ts';
import { Watch } from '../quality/watch.ts';
import type { Look } from './measurement.ts';
import type { SubscriberStats } from './stats.ts';

/** What changed of a picture that is being received; `videoInterruption`: nothing came for 5 seconds. */
export type ReceivedVideoChange = 'videoInterruption' | 'codecChange' | 'resolutionChange';

/** What the watch tells. */
export interface QualityWatchDeps {
  readonly look: () => Promise<Look>;
  readonly onScore: (qualityScore: QualityScore) => void;
  readonly onCondition: (reason: NetworkConditionReason, stats: SubscriberStats) => void;
  readonly onVideo: (reason: ReceivedVideoChange, stats: SubscriberStats) => void;
}

const LOOK_EVERY_MS = 1_000;
/** A score is given with every so many looks. */
const LOOKS_PER_SCORE = 2;
const INTERRUPTED_AFTER_MS = 5_000;

/** Watches how well a stream comes through, and tells what changes. */
export class QualityWatch {
  readonly #deps: QualityWatchDeps;
  readonly #watch = new Watch(LOOK_EVERY_MS, () => this.#look());
  #looks = 0;
  #score = '';
  #condition: string | undefined;
  #last: SubscriberStats | undefined;
  #pictureAt = 0;
  #interrupted = false;

  constructor(deps: QualityWatchDeps) {
    this.#deps = deps;
  }

  /** Starts or stops watching. Idempotent. */
  setWanted(wanted: boolean): void {
    this.#watch.setWanted(wanted);
  }

  async #look(): Promise<void> {
    const { stats, received } = await this.#deps.look();
    this.#looks += 1;
    if (this.#looks % LOOKS_PER_SCORE === 0) this.#tellScore(toQualityScore(received.heard, received.seen));
    this.#tellCondition(stats);
    this.#tellVideo(stats, received.seen !== undefined);
    this.#last = stats;
  }

  #tellScore(score: QualityScore): void {
    const key = `${score.audioQuality} ${score.videoQuality}`;
    if (key === this.#score) return;
    this.#score = key;
    this.#deps.onScore(score);
  }

  #tellCondition(stats: SubscriberStats): void {
    const { networkCondition, networkConditionReason } = stats.mediaLink.transport;
    if (networkCondition === this.#condition) return;
    this.#condition = networkCondition;
    this.#deps.onCondition(networkConditionReason, stats);
  }

  #tellVideo(stats: SubscriberStats, expected: boolean): void {
    const [now, before] = [stats.video, this.#last?.video];
    if (now === undefined || before === undefined) return;
    if (before.codec !== '' && now.codec !== before.codec) this.#deps.onVideo('codecChange', stats);
    const resized = now.width !== before.width || now.height !== before.height;
    if (before.width > 0 && resized) this.#deps.onVideo('resolutionChange', stats);
    if (!expected || now.framesDecoded !== before.framesDecoded || this.#pictureAt === 0) {
      this.#pictureAt = stats.timestamp;
      this.#interrupted = false;
    } else if (!this.#interrupted && stats.timestamp - this.#pictureAt >= INTERRUPTED_AFTER_MS) {
      this.#interrupted = true;
      this.#deps.onVideo('videoInterruption', stats);
    }
  }
}
