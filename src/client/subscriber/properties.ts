import type { WidgetStyle } from '../widgets/style.ts';

/** Options of `session.subscribe`; see the README for the defaults. */
export interface SubscriberProperties {
  /** False: no container; take the video element from `videoElementCreated`. Default true. */
  insertDefaultUI?: boolean;
  /** Default `replace`. */
  insertMode?: 'replace' | 'append' | 'before' | 'after';
  /** Number of pixels, or a CSS length. Default 264. */
  width?: number | string;
  /** Number of pixels, or a CSS length. Default 198. */
  height?: number | string;
  /** Default: the publisher's, else `cover`; `contain` for a screen. */
  fitMode?: 'cover' | 'contain';
  /** False: the container shows the video only. Default true. */
  showControls?: boolean;
  /** How the default UI looks; see `setStyle`. */
  style?: Partial<WidgetStyle>;
  /** 0 to 100. Default 100. */
  audioVolume?: number;
  /** Default true. */
  subscribeToAudio?: boolean;
  /** Default true. */
  subscribeToVideo?: boolean;
  /**
   * Pixels that are enough, or `auto`: as many as the container shows, and none while nobody sees it. Default: the best there
   * is. Where the publisher sends one quality only, that one comes.
   */
  preferredResolution?: 'auto' | { width: number; height: number };
  /** True: an own stream comes back through the server, instead of being shown as it is captured. Default false. */
  testNetwork?: boolean;
  /** Ignored: there are no captions on this server. */
  subscribeToCaptions?: boolean;
  /** Frames per second that are enough. Default: the best there is. */
  preferredFrameRate?: number;
}
