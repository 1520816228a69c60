import type { SentEncoding, VideoEncoding } from '../media/engine.ts';
import type { Dimensions } from './events.ts';

/** A ready-made cap of a publisher's video bit rate. */
export type VideoBitratePreset = 'default' | 'bw_saver' | 'extra_bw_saver';

/** What the app wants of the encoding beyond what it was published with. */
export interface EncodingWishes {
  readonly preset?: VideoBitratePreset;
  /** Bits per second of all encodings together; 0: no cap. */
  readonly maxBitrateBps?: number;
  readonly maxFrameRate?: number;
  readonly resolution?: Dimensions;
  readonly scalabilityMode?: string;
}

/** Area in pixels -> bits per second of one encoding that saves bandwidth, and of one that saves more. */
const PRESETS_BPS: readonly (readonly [above: number, saver: number, extraSaver: number])[] = [
  [921_600, 1_000_000, 300_000],
  [518_400, 800_000, 250_000],
  [307_200, 600_000, 150_000],
  [0, 450_000, 100_000],
];

/** The encodings to send, of those that were published (lowest first), for a picture of `size`. */
export function toSentEncodings(
  published: readonly VideoEncoding[],
  wishes: EncodingWishes,
  size: Dimensions,
): SentEncoding[] {
  const scale = toScale(size, wishes.resolution);
  const capped = published.length > 1 ? capLayers(published, wishes) : capSingle(published, wishes, size);
  return capped.map((encoding) => {
    const { scalabilityMode } = encoding;
    const scaled = (encoding.scaleResolutionDownBy ?? 1) * scale;
    return {
      ...encoding,
      ...(scaled > 1 && { scaleResolutionDownBy: scaled }),
      ...(wishes.maxFrameRate !== undefined && { maxFrameRate: wishes.maxFrameRate }),
      ...(scalabilityMode !== undefined && { scalabilityMode: toMode(scalabilityMode, wishes.scalabilityMode) }),
    };
  });
}

/** How many times smaller each side has to be. */
function toScale({ width, height }: Dimensions, wanted: Dimensions | undefined): number {
  return wanted === undefined ? 1 : Math.max(1, Math.sqrt((width * height) / (wanted.width * wanted.height)));
}

/** A codec that cannot scale in space takes the part of the mode that is about time. */
function toMode(published: string, wanted: string | undefined): string {
  if (wanted === undefined) return published;
  return published.startsWith('L1') ? wanted.replace(/^L\d/, 'L1') : wanted;
}

function capSingle(published: readonly VideoEncoding[], wishes: EncodingWishes, size: Dimensions): SentEncoding[] {
  const area = size.width * size.height;
  const [, saver, extraSaver] = PRESETS_BPS.find(([above]) => area > above) ?? [0, 450_000, 100_000];
  const preset = { default: 0, bw_saver: saver, extra_bw_saver: extraSaver }[wishes.preset ?? 'default'];
  const maxBitrateBps = wishes.maxBitrateBps || preset;
  return published.map((encoding) => ({ ...encoding, active: true, ...(maxBitrateBps > 0 && { maxBitrateBps }) }));
}

/** Presets leave layers out; a cap is filled from the lowest layer up, and what is left over is the highest one's. */
function capLayers(published: readonly VideoEncoding[], { preset, maxBitrateBps = 0 }: EncodingWishes): SentEncoding[] {
  const kept = { default: published.length, bw_saver: 2, extra_bw_saver: 1 }[preset ?? 'default'];
  if (maxBitrateBps === 0) return published.map((encoding, index) => ({ ...encoding, active: index < kept }));
  let budget = maxBitrateBps;
  return published.map((encoding, index) => {
    const highest = index === published.length - 1;
    const share = highest ? budget : Math.min(budget, encoding.maxBitrateBps ?? budget);
    budget -= share;
    return share > 0 ? { ...encoding, active: true, maxBitrateBps: share } : { ...encoding, active: false };
  });
}
