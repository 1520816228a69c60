import { invalidParameter } from '../errors/catalogue.ts';
import { Appearance } from './appearance.ts';
import type { EncodingWishes, VideoBitratePreset } from './encoding-wishes.ts';
import type { Dimensions } from './events.ts';
import type { VideoContentHint } from './properties.ts';

/** Least and largest cap in bits per second. */
const BITRATE_RANGE_BPS = [5_000, 10_000_000] as const;
const PRESETS: readonly unknown[] = ['default', 'bw_saver', 'extra_bw_saver'];
const HINTS: readonly unknown[] = ['', 'motion', 'detail', 'text'];

function isPositiveInteger(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0;
}

/** The part of a publisher that says how its picture is encoded. What is said before publishing holds from its start. */
export abstract class QualityControls<Self> extends Appearance<Self> {
  /** @internal */
  protected wishes: EncodingWishes = {};
  #maxVideoBitrate: number | undefined;
  #preset: VideoBitratePreset | 'custom' | undefined;

  /** @internal Brings what is sent in line with the wishes. */
  protected abstract applyWishes(): Promise<void>;

  /**
   * Caps the bit rate of the picture, all its qualities together: 5,000 to 10,000,000 bits per second, 0 for no cap. Rejects
   * with OT_INVALID_PARAMETER.
   */
  async setMaxVideoBitrate(bitsPerSecond: number): Promise<void> {
    const [least, largest] = BITRATE_RANGE_BPS;
    const inRange = bitsPerSecond === 0 || (bitsPerSecond >= least && bitsPerSecond <= largest);
    if (!Number.isFinite(bitsPerSecond) || !inRange) {
      throw invalidParameter(`setMaxVideoBitrate: give 0, or ${least} to ${largest} bits per second`);
    }
    this.#maxVideoBitrate = bitsPerSecond;
    this.#preset = 'custom';
    const { preset: _, ...rest } = this.wishes;
    this.wishes = { ...rest, maxBitrateBps: bitsPerSecond };
    await this.applyWishes();
  }

  /** The cap in bits per second; 0 after a preset, undefined while neither was set. */
  getMaxVideoBitrate(): number | undefined {
    return this.#maxVideoBitrate;
  }

  /** Caps the bit rate of the picture in a ready-made way. Rejects with OT_INVALID_PARAMETER. */
  async setVideoBitratePreset(preset: VideoBitratePreset): Promise<void> {
    if (!PRESETS.includes(preset)) {
      throw invalidParameter(`setVideoBitratePreset: give one of ${PRESETS.join(', ')}`);
    }
    this.#maxVideoBitrate = 0;
    this.#preset = preset;
    const { maxBitrateBps: _, ...rest } = this.wishes;
    this.wishes = { ...rest, preset };
    await this.applyWishes();
  }

  /** The preset, `custom` after {@link setMaxVideoBitrate}, undefined while neither was set. */
  getVideoBitratePreset(): VideoBitratePreset | 'custom' | undefined {
    return this.#preset;
  }

  /** Sends a smaller picture, at most as large as the one it was published with. Rejects with an Error. */
  async setPreferredResolution(resolution: Dimensions): Promise<void> {
    const { width, height } = resolution ?? {};
    const full = this.picture?.size;
    if (!isPositiveInteger(width) || !isPositiveInteger(height)) {
      throw new Error('setPreferredResolution: width and height must be whole numbers above 0');
    }
    if (full !== undefined && width * height > full.width * full.height) {
      throw new Error(`setPreferredResolution: the picture has ${full.width} x ${full.height} pixels, give no more`);
    }
    this.wishes = { ...this.wishes, resolution: { width, height } };
    await this.applyWishes();
  }

  /** Sends at most so many frames per second. Rejects with an Error. */
  async setPreferredFrameRate(framesPerSecond: number): Promise<void> {
    if (!isPositiveInteger(framesPerSecond)) {
      throw new Error('setPreferredFrameRate: give a whole number of frames per second, 1 or more');
    }
    this.wishes = { ...this.wishes, maxFrameRate: framesPerSecond };
    await this.applyWishes();
  }

  /**
   * Chooses the layers of the picture, `L1T1` to `L3T3`; codecs that have none in space take the part for time. Throws
   * OT_INVALID_PARAMETER.
   */
  setTargetScalabilityMode(mode: string): void {
    if (typeof mode !== 'string' || !/^L[1-3]T[1-3]$/.test(mode)) {
      throw invalidParameter('setTargetScalabilityMode: give a mode from L1T1 to L3T3');
    }
    this.wishes = { ...this.wishes, scalabilityMode: mode };
    this.applyWishes().catch(() => undefined);
  }

  /** What {@link setTargetScalabilityMode} has chosen. */
  getTargetScalabilityMode(): string | undefined {
    return this.wishes.scalabilityMode;
  }

  /** Says what the encoder should care for. Rejects with an Error. */
  async setVideoContentHint(hint: VideoContentHint): Promise<void> {
    if (!HINTS.includes(hint)) {
      throw new Error("setVideoContentHint: give '', 'motion', 'detail' or 'text'");
    }
    if (this.picture !== undefined) this.picture.contentHint = hint;
  }

  /** What the encoder cares for. */
  getVideoContentHint(): VideoContentHint {
    return this.picture?.contentHint ?? '';
  }
}
