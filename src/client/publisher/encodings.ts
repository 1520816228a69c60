import type { OutgoingTrack, VideoEncoding } from '../media/engine.ts';

/** A video codec by its usual name. */
export type VideoCodec = NonNullable<OutgoingTrack['preferredCodecs']>[number];

/** What decides how a picture is encoded. */
export interface PictureDescription {
  readonly width: number;
  readonly height: number;
  readonly codec: VideoCodec;
  readonly screen: boolean;
  /** Several qualities at once wanted. */
  readonly scalable: boolean;
  /** Sharpness matters more than motion. */
  readonly detailed?: boolean;
}

/** Area in pixels -> bits per second that look good at 30 frames per second. */
const BITRATES_BPS: readonly (readonly [area: number, bps: number])[] = [
  [1920 * 1080, 4_000_000],
  [1280 * 720, 2_000_000],
  [960 * 540, 1_200_000],
  [640 * 480, 800_000],
  [640 * 360, 600_000],
  [480 * 270, 350_000],
  [320 * 180, 180_000],
];
const SMALLEST_BPS = 100_000;
const SCREEN_BPS = 2_500_000;
/** SVC codecs need less for the same picture. */
const SVC_SHARE = 0.75;

/** Bits per second for a picture of this size. */
export function bitrateForBps(width: number, height: number): number {
  return BITRATES_BPS.find(([area]) => width * height >= area)?.[1] ?? SMALLEST_BPS;
}

/**
 * How to encode a picture. VP8 and H264: simulcast, 3 layers above 640 x 480, else 2, lowest first. VP9: one encoding with
 * scalable layers (L3T3; L1T3 where detail matters). AV1: L1T3. A screen, or `scalable: false`: one plain encoding.
 */
export function toEncodings(picture: PictureDescription): VideoEncoding[] {
  const { width, height, codec, screen, scalable } = picture;
  const maxBitrateBps = screen ? Math.max(SCREEN_BPS, bitrateForBps(width, height)) : bitrateForBps(width, height);
  if (!scalable) return [{ maxBitrateBps }];
  if (codec === 'VP9' || codec === 'AV1') {
    // Browsers decode AV1 with dropped spatial layers only with a dependency descriptor, which mediasoup does not pass on.
    const scalabilityMode = codec === 'AV1' || picture.detailed === true ? 'L1T3' : 'L3T3';
    return [{ maxBitrateBps: Math.round(maxBitrateBps * SVC_SHARE), scalabilityMode }];
  }
  const scales = width > 640 && height > 480 ? [4, 2, 1] : [2, 1];
  return scales.map((scale) => ({
    scaleResolutionDownBy: scale,
    maxBitrateBps: scale === 1 ? maxBitrateBps : bitrateForBps(width / scale, height / scale),
  }));
}

/** The codecs in the order they are tried: the app's wishes this browser can encode; VP8 first when it has none. */
export function toCodecs(preferred: unknown, supported: ReadonlySet<string>): VideoCodec[] {
  const wishes: readonly unknown[] = Array.isArray(preferred) ? preferred : [];
  const known: readonly VideoCodec[] = ['VP8', 'VP9', 'H264', 'AV1'];
  const wished = wishes.flatMap((wish) => known.filter((codec) => codec === String(wish).toUpperCase()));
  const codecs = [...new Set<VideoCodec>([...wished, 'VP8', 'H264', 'VP9'])];
  return codecs.filter((codec) => supported.has(codec));
}

/** Video codecs this browser can encode; those every browser has where it does not say. */
export function encodableCodecs(): Set<string> {
  const codecs = RTCRtpSender.getCapabilities?.('video')?.codecs;
  if (codecs === undefined) return new Set(['VP8', 'H264']);
  return new Set(codecs.map(({ mimeType }) => mimeType.slice('video/'.length).toUpperCase()));
}
