import { type CaptureOptions, isNone } from '../devices/constraints.ts';
import { invalidParameter } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { AudioFilter, VideoFilter } from '../processing/filter.ts';
import type { WidgetStyle } from '../widgets/style.ts';

/** What the encoder should care for: motion, detail or text; empty: the browser decides. */
export type VideoContentHint = '' | 'motion' | 'detail' | 'text';

/** Options of `OT.initPublisher`; see the README for the defaults. */
export interface PublisherProperties extends CaptureOptions {
  /** False: no container; take the video element from `videoElementCreated`. Default true. */
  insertDefaultUI?: boolean;
  /** Default `replace`. */
  insertMode?: 'replace' | 'append' | 'before' | 'after';
  /** Number of pixels, or a CSS length. Default 264. */
  width?: number | string;
  /** Number of pixels, or a CSS length. Default 198. */
  height?: number | string;
  /** Default `cover`, `contain` for a screen. */
  fitMode?: 'cover' | 'contain';
  /** False: the container shows the video only. Default true. */
  showControls?: boolean;
  /** How the default UI looks. */
  style?: Partial<WidgetStyle>;
  /** Mirrors the preview. Default true for a camera. */
  mirror?: boolean;
  /** Shown to everyone; at most 1000 characters. */
  name?: string;
  /** Shown while the video is off; at most two characters. */
  initials?: string;
  /** Starts with sound. Default true. */
  publishAudio?: boolean;
  /** Starts with picture. Default true. With false the camera is not opened until `publishVideo(true)`. */
  publishVideo?: boolean;
  /** True: the publisher does not change to the default microphone when its own is removed, or the default changes. Default false. */
  disableAudioInputDeviceManagement?: boolean;
  /**
   * `subscriber`: viewers whose line has no room for the picture keep the sound and are told (`videoDisabled`, reason
   * `quality`). Default true, false for a screen. `publisher`: the publisher itself goes on without its picture while its own
   * line has no room for it, and says so with the same events. Default false.
   */
  audioFallback?: { publisher?: boolean; subscriber?: boolean };
  /** Old name of `audioFallback.subscriber`. */
  audioFallbackEnabled?: boolean;
  /** True: viewers learn how well this end's network carries the stream, every 2 seconds (`getStats().mediaLink`). Default false. */
  publishSenderStats?: boolean;
  /** Opus sends next to nothing in silence. Default true. */
  enableDtx?: boolean;
  /** Largest bit rate of Opus in bits per second, 6000 to 510000. */
  audioBitrate?: number;
  /** Several qualities of a camera's picture at once (simulcast, SVC). Default true. */
  scalableVideo?: boolean;
  /** The same for a screen. Default false. */
  scalableScreenshare?: boolean;
  videoContentHint?: VideoContentHint;
  /** Ignored: there are no captions on this server. */
  publishCaptions?: boolean;
  /** As `applyVideoFilter`, from the first picture on; where the browser cannot, nothing is captured. */
  videoFilter?: VideoFilter;
  /** As `applyAudioFilter`, from the first sound on; where the browser cannot, nothing is captured. */
  audioFilter?: AudioFilter;
  /** Codecs to prefer, best first, or `automatic`. */
  preferredVideoCodecs?: 'automatic' | readonly ('vp8' | 'vp9' | 'h264' | 'av1')[];
}

/** The initials to show: at most two characters, in capitals; a longer text is discarded. */
export function toInitials(initials: string | undefined): string | undefined {
  const text = (initials ?? '').trim();
  return text === '' || [...text].length > 2 ? undefined : text.toUpperCase();
}

/** Bits per second for Opus: what the app asked for where Opus can do it. */
export function toAudioBitrateBps(audioBitrate: number | undefined): number {
  const usable = audioBitrate !== undefined && audioBitrate >= 6000 && audioBitrate <= 510_000;
  return usable ? audioBitrate : 40_000;
}

const CODECS: readonly unknown[] = ['vp8', 'vp9', 'h264', 'av1'];

function areCodecs(wish: unknown): boolean {
  if (wish === undefined || wish === 'automatic') return true;
  return Array.isArray(wish) && wish.length > 0 && wish.every((codec) => CODECS.includes(codec));
}

/** What is wrong with the arguments of a publisher, if anything. */
export function refuseArguments({
  target,
  properties,
}: {
  readonly target: unknown;
  readonly properties: PublisherProperties;
}): OTError | undefined {
  if (isNone(properties.audioSource) && isNone(properties.videoSource)) {
    return invalidParameter('initPublisher: audioSource and videoSource are both null; give at least one');
  }
  if (properties.insertDefaultUI === false && target !== undefined && target !== null) {
    return invalidParameter(
      'initPublisher: with insertDefaultUI false there is nothing to put into the target element',
    );
  }
  if (!areCodecs(properties.preferredVideoCodecs)) {
    return invalidParameter(`initPublisher: preferredVideoCodecs is 'automatic' or a list of ${CODECS.join(', ')}`);
  }
  return undefined;
}
