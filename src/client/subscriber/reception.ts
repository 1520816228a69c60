import type { Reception } from '../quality/network-condition.ts';
import type { HeardSound, SeenPicture } from '../quality/score.ts';
import { type StatsEntry, toNumber } from '../quality/stats-entry.ts';
import { type Totals, Window } from '../quality/window.ts';

/** What should be coming, and how. */
export interface Expectation {
  readonly audio: boolean;
  readonly video: boolean;
  /** A picture that may stand still because nothing moves in it. */
  readonly screen: boolean;
  /** Frames per second the publisher has spoken of, and those that are enough for this viewer; 0 and infinite where nobody has. */
  readonly frameRate: { readonly said: number; readonly enough: number };
  readonly supply: Reception['supply'];
}

/** What came in a moment. */
export interface Received extends Reception {
  readonly heard: HeardSound | undefined;
  readonly seen: SeenPicture | undefined;
}

/** Capture, encoding, decoding and playing take about this long, whatever the network does. */
const PROCESSING_MS = 40;
/** A rate that was reached is expected again, a little less with every look: lighting and cameras change. */
const FORGETTING = 0.98;

interface Counted extends Totals {
  readonly packets: number;
  readonly lost: number;
  readonly framesDecoded: number;
  readonly frozenSeconds: number;
  readonly samples: number;
  readonly concealed: number;
  readonly emitted: number;
  readonly bufferedSeconds: number;
}

const NOTHING: Omit<Counted, 'atMs'> = {
  packets: 0,
  lost: 0,
  framesDecoded: 0,
  frozenSeconds: 0,
  samples: 0,
  concealed: 0,
  emitted: 0,
  bufferedSeconds: 0,
};

function count(entries: readonly StatsEntry[], atMs: number): Counted {
  const inbound = entries.filter(({ type }) => type === 'inbound-rtp');
  const sum = (field: string) => inbound.reduce((total, entry) => total + toNumber(entry[field]), 0);
  const audio = inbound.find(({ kind }) => kind === 'audio');
  return {
    atMs,
    packets: sum('packetsReceived'),
    lost: sum('packetsLost'),
    framesDecoded: sum('framesDecoded'),
    frozenSeconds: sum('totalFreezesDuration'),
    samples: sum('totalSamplesReceived'),
    // What is made up in silence nobody hears.
    concealed: sum('concealedSamples') - sum('silentConcealedSamples'),
    emitted: toNumber(audio?.jitterBufferEmittedCount),
    bufferedSeconds: toNumber(audio?.jitterBufferDelay),
  };
}

function roundTripMs(entries: readonly StatsEntry[]): number {
  const pair = entries.find(
    ({ type, currentRoundTripTime }) => type === 'candidate-pair' && typeof currentRoundTripTime === 'number',
  );
  return 1000 * toNumber(pair?.currentRoundTripTime);
}

/** Share of a whole, 0 to 1. */
const ratio = (part: number, whole: number): number => (whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0);

/** Reads out of browsers' reports how a stream comes through. */
export class ReceptionMeter {
  readonly #window: Window<Counted>;
  #bestFrameRate = 0;

  /** `startedAtMs`: when media could come at the earliest, milliseconds since the epoch. */
  constructor(startedAtMs: number) {
    this.#window = new Window<Counted>({ atMs: startedAtMs, ...NOTHING });
  }

  read(entries: readonly StatsEntry[], atMs: number, expectation: Expectation): Received {
    const now = count(entries, atMs);
    const before = this.#window.slide(now);
    const since = (name: keyof Omit<Counted, 'atMs'>) => Math.max(0, now[name] - before[name]);
    const seconds = Math.max(1, now.atMs - before.atMs) / 1000;
    const [packets, lost] = [since('packets'), since('lost')];
    const lossRatio = packets + lost === 0 ? undefined : ratio(lost, packets + lost);
    const frozenRatio = expectation.screen ? 0 : ratio(since('frozenSeconds'), seconds);
    const delayMs =
      PROCESSING_MS + roundTripMs(entries) / 2 + 1000 * (since('bufferedSeconds') / Math.max(1, since('emitted')));
    const heard = { concealedRatio: ratio(since('concealed'), since('samples')), delayMs };
    const frameRate = since('framesDecoded') / seconds;
    return {
      lossRatio,
      frozenRatio,
      supply: expectation.supply,
      heard: expectation.audio && since('samples') > 0 ? heard : undefined,
      seen: expectation.video ? this.#see(frameRate, frozenRatio, lossRatio ?? 0, expectation) : undefined,
    };
  }

  #see(frameRate: number, frozenRatio: number, lossRatio: number, expectation: Expectation): SeenPicture {
    const { said, enough } = expectation.frameRate;
    this.#bestFrameRate = Math.max(frameRate, this.#bestFrameRate * FORGETTING);
    // Of a screen it is not known how often it should change: only what is lost on the way tells.
    if (expectation.screen) return { frameRate: 1, expectedFrameRate: 1, frozenRatio: lossRatio };
    return { frameRate, expectedFrameRate: Math.min(enough, Math.max(said, this.#bestFrameRate)), frozenRatio };
  }
}
