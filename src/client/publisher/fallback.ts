import type { Dimensions } from './events.ts';

/** `probing`: the picture is sent again to see whether there is room, and nobody is told. */
export type FallbackState = 'active' | 'warning' | 'suspended' | 'probing';

/** What is known of the line in one second. */
export interface LineSample {
  /** Bits per second that can be sent; undefined while nobody knows. */
  readonly bandwidthBps: number | undefined;
  /** Shares of the packets that were lost lately, 0 to 1. */
  readonly audioLossRatio: number;
  readonly videoLossRatio: number;
}

/** Lines of a picture -> bits per second below which it is hardly worth sending. */
const FAIR_BPS: ReadonlyMap<number, number> = new Map([
  [240, 120_000],
  [480, 150_000],
  [540, 150_000],
  [720, 400_000],
  [1080, 500_000],
]);
const OTHER_FAIR_BPS = 250_000;
const CRITICAL_BPS = 70_000;
const [LASTING_LOSS, WARNING_LOSS, CRITICAL_LOSS] = [0.15, 0.2, 0.4];
/** A loss that lasts is a warning, and critical, after so many samples. */
const [LASTING_WARNING, LASTING_CRITICAL] = [8, 16];
/** A judgement counts when so many samples agree, and that there is room again when so many do. */
const [AGREED, AGREED_ROOM] = [2, 3];
/** Between two probes: longer and longer, and as at first after a minute without trouble. */
const PROBE_AFTER_MS = [30_000, 60_000, 120_000];
const PROBE_MS = 10_000;
const CALM_MS = 60_000;

type Severity = 'none' | 'warning' | 'critical';

/** Bits per second below which a picture of that size is hardly worth sending. */
export function toFairBandwidthBps({ width, height }: Dimensions): number {
  return FAIR_BPS.get(Math.min(width, height)) ?? OTHER_FAIR_BPS;
}

/** Decides when a publisher goes on without its picture, because the line has no room for it; takes one sample a second. */
export class Fallback {
  readonly #onChange: (state: FallbackState) => void;
  #state: FallbackState = 'active';
  #severity: Severity = 'none';
  #agreeing = 0;
  #lossy = 0;
  #probes = 0;
  /** When the state began. */
  #sinceMs = 0;

  constructor(onChange: (state: FallbackState) => void) {
    this.#onChange = onChange;
  }

  /** Takes what is known now; `nowMs` on any clock. */
  take(sample: LineSample, size: Dimensions, nowMs: number): void {
    const severity = this.#judge(sample, toFairBandwidthBps(size));
    this.#agreeing = severity === this.#severity ? this.#agreeing + 1 : 1;
    this.#severity = severity;
    const next = this.#next(nowMs);
    if (next === this.#state) return;
    if (next === 'probing') this.#probes += 1;
    this.#enter(next, nowMs);
  }

  /** There is no picture to decide about: as at first. */
  reset(): void {
    this.#probes = 0;
    if (this.#state !== 'active') this.#enter('active', 0);
  }

  #enter(state: FallbackState, nowMs: number): void {
    this.#state = state;
    this.#sinceMs = nowMs;
    this.#agreeing = 0;
    this.#onChange(state);
  }

  #judge(sample: LineSample, fairBps: number): Severity {
    const { bandwidthBps = Number.POSITIVE_INFINITY, audioLossRatio, videoLossRatio } = sample;
    this.#lossy = audioLossRatio > LASTING_LOSS ? this.#lossy + 1 : 0;
    // Browsers do not go below what they hold for the least that sound and picture need: then it is the picture that is lost.
    const lost = Math.max(audioLossRatio, videoLossRatio) >= CRITICAL_LOSS || this.#lossy >= LASTING_CRITICAL;
    if (bandwidthBps < CRITICAL_BPS || lost) return 'critical';
    const losing = audioLossRatio >= WARNING_LOSS || this.#lossy >= LASTING_WARNING;
    return bandwidthBps < fairBps || losing ? 'warning' : 'none';
  }

  #next(nowMs: number): FallbackState {
    const lastedMs = nowMs - this.#sinceMs;
    const room = this.#severity === 'none' && this.#agreeing >= AGREED_ROOM;
    switch (this.#state) {
      case 'suspended':
        return lastedMs >= this.#probeAfterMs ? 'probing' : 'suspended';
      case 'probing':
        if (room) return 'active';
        return lastedMs >= PROBE_MS ? 'suspended' : 'probing';
      default:
        if (room && lastedMs >= CALM_MS) this.#probes = 0;
        return room ? 'active' : this.#worsen();
    }
  }

  #worsen(): FallbackState {
    if (this.#severity === 'none' || this.#agreeing < AGREED) return this.#state;
    return this.#severity === 'critical' ? 'suspended' : 'warning';
  }

  get #probeAfterMs(): number {
    return PROBE_AFTER_MS[Math.min(this.#probes, PROBE_AFTER_MS.length - 1)] ?? 0;
  }
}
