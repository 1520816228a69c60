/** A quality in words; `unknown` while there is nothing to judge. */
export type Quality = 'unknown' | 'bad' | 'poor' | 'fair' | 'good' | 'excellent';

/** How a subscription is judged; the scores are whole numbers from 1 to 5, NaN while unknown. */
export interface QualityScore {
  readonly audioQualityScore: number;
  readonly videoQualityScore: number;
  readonly audioQuality: Quality;
  readonly videoQuality: Quality;
}

/** What was heard in a moment. */
export interface HeardSound {
  /** Share of the sound that had to be made up because it did not come in time, 0 to 1. */
  readonly concealedRatio: number;
  /** From mouth to ear, as far as it is known, in milliseconds. */
  readonly delayMs: number;
}

/** What was seen in a moment. */
export interface SeenPicture {
  /** Decoded frames per second. */
  readonly frameRate: number;
  /** Frames per second that are expected. */
  readonly expectedFrameRate: number;
  /** Share of the moment in which the picture stood still, 0 to 1. */
  readonly frozenRatio: number;
}

const WORDS: readonly Quality[] = ['unknown', 'bad', 'poor', 'fair', 'good', 'excellent'];
/** The rating R of a connection without impairments, and of its loss robustness (ITU-T G.107 and G.113). */
const BEST_RATING = 93.2;
const LOSS_ROBUSTNESS = 20;
/** Rating from which on a score is given: 5, 4, 3, 2 (categories of ITU-T G.109). */
const RATINGS = [90, 80, 70, 60] as const;
/** Shares of the expected frame rate, and of time standing still, from which on a score is given: 5, 4, 3, 2. */
const FRAME_RATES = [0.9, 0.6, 0.4, 0.2] as const;
const FREEZES = [0, 0.02, 0.05, 0.15] as const;

/** 5 for the first limit that is met, 4 for the second ...; 1 when none is. */
const rank = (limits: readonly number[], meets: (limit: number) => boolean): number => {
  const index = limits.findIndex(meets);
  return index === -1 ? 1 : 5 - index;
};

/** The E-model's rating R (ITU-T G.107) with its impairments by delay and by loss; 93.2 at best. */
export function rateSound({ concealedRatio, delayMs }: HeardSound): number {
  const late = Math.max(0, delayMs - 177.3);
  const percent = concealedRatio * 100;
  return BEST_RATING - 0.024 * delayMs - 0.11 * late - (95 * percent) / (percent + LOSS_ROBUSTNESS);
}

/** Mean opinion score, 1 to 4.5, of a rating (ITU-T G.107, annex B). */
export function toMos(rating: number): number {
  const bounded = Math.min(100, Math.max(0, rating));
  return Math.max(1, 1 + 0.035 * bounded + 7e-6 * bounded * (bounded - 60) * (100 - bounded));
}

function scoreSound(heard: HeardSound): number {
  const rating = rateSound(heard);
  return rank(RATINGS, (limit) => rating >= limit);
}

function scorePicture({ frameRate, expectedFrameRate, frozenRatio }: SeenPicture): number {
  const share = frameRate / Math.max(1, expectedFrameRate);
  const [fluent, steady] = [
    rank(FRAME_RATES, (limit) => share >= limit),
    rank(FREEZES, (limit) => frozenRatio <= limit),
  ];
  return Math.min(fluent, steady);
}

/** Judges what was heard and seen; undefined where nothing should have been. docs/quality.md has the formulas in words. */
export function toQualityScore(heard: HeardSound | undefined, seen: SeenPicture | undefined): QualityScore {
  const [audio, video] = [heard === undefined ? 0 : scoreSound(heard), seen === undefined ? 0 : scorePicture(seen)];
  return {
    audioQualityScore: audio || Number.NaN,
    videoQualityScore: video || Number.NaN,
    audioQuality: WORDS[audio] ?? 'unknown',
    videoQuality: WORDS[video] ?? 'unknown',
  };
}
