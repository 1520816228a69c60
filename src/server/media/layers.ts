/** How big a published picture is, in pixels, and its frames per second; 0 x 0 while unknown. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly frameRate?: number | undefined;
}

/** The qualities a published video is sent in. */
export interface Ladder {
  /** For each spatial layer, lowest quality first, what the picture's width and height are divided by. */
  readonly scales: readonly number[];
  /** Each temporal layer has twice the frames per second of the one below. */
  readonly temporalLayers: number;
}

/** What a viewer asks for; null or absent: the best there is. */
export interface Preference {
  readonly preferredDimensions?: { readonly width: number; readonly height: number } | null;
  readonly maxFrameRate?: number | null;
}

/** What mediasoup is told; counted from 0, lowest quality first. */
export interface Layers {
  readonly spatialLayer: number;
  readonly temporalLayer: number;
}

/** A layer with this share of the wanted pixels is enough: the next one usually has four times as many. */
const ENOUGH = 0.75;
/** Cameras rarely keep exactly to their rate. */
const RATE_TOLERANCE = 1.1;
const DEFAULT_FRAME_RATE = 30;

/** The ladder of a video: `encodings` as it is published, `spatial` and `temporal` as many layers as the codec says. */
export function toLadder(encodings: readonly object[], spatial: number, temporal: number): Ladder {
  const known = encodings.map((encoding) => (encoding as { scaleResolutionDownBy?: number }).scaleResolutionDownBy);
  const halved = Array.from({ length: spatial }, (_, layer) => 2 ** (spatial - 1 - layer));
  const scales = halved.map((scale, layer) => (known.length === spatial ? (known[layer] ?? scale) : scale));
  return { scales, temporalLayers: temporal };
}

/** The cheapest layers that satisfy a viewer: the smallest picture with enough pixels, the most frames that are not too many. */
export function pickLayers(ladder: Ladder, picture: Picture, preference: Preference): Layers {
  return {
    spatialLayer: pickSpatial(ladder, picture, preference),
    temporalLayer: pickTemporal(ladder, picture, preference),
  };
}

function pickSpatial(
  { scales }: Ladder,
  { width, height }: Picture,
  { preferredDimensions: wanted }: Preference,
): number {
  const best = scales.length - 1;
  if (wanted == null || width * height === 0) return best;
  const least = ENOUGH * wanted.width * wanted.height;
  const layer = scales.findIndex((scale) => (width / scale) * (height / scale) >= least);
  return layer < 0 ? best : layer;
}

function pickTemporal({ temporalLayers }: Ladder, { frameRate }: Picture, { maxFrameRate: most }: Preference): number {
  const best = temporalLayers - 1;
  if (most == null) return best;
  const full = frameRate || DEFAULT_FRAME_RATE;
  for (let layer = best; layer > 0; layer -= 1) {
    if (full / 2 ** (best - layer) <= most * RATE_TOLERANCE) return layer;
  }
  return 0;
}
