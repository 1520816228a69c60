/** Options of `OT.initPublisher`; see the README for the defaults. */
export interface PublisherProperties {
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
  /** Device id, track, or null / false for none. Default: the default microphone, for a screen the sound of what is shared. */
  audioSource?: string | MediaStreamTrack | boolean | null | undefined;
  /** Device id, track, `screen`, or null / false for none. Default: the default camera. A given track is never stopped by the publisher. */
  videoSource?: string | MediaStreamTrack | boolean | null | undefined;
  /** `<width>x<height>`; an ideal, the camera may give another. */
  resolution?: string;
  /** Largest picture of a screen; default 1920 x 1920. */
  maxResolution?: { width: number; height: number };
  /** Frames per second: 30, 15, 7 or 1. */
  frameRate?: number;
  facingMode?: 'user' | 'environment' | 'left' | 'right';
  /** Own constraints for getUserMedia, instead of those made from the options above. */
  constraints?: MediaStreamConstraints;
  echoCancellation?: boolean;
  noiseSuppression?: boolean;
  autoGainControl?: boolean;
  /** Turns the three above off. */
  disableAudioProcessing?: boolean;
  /** Opus in stereo; only real when the audio processing is off. Default false. */
  enableStereo?: boolean;
  /** Opus sends next to nothing in silence. Default true. */
  enableDtx?: boolean;
  /** Largest bit rate of Opus in bits per second, 6000 to 510000. */
  audioBitrate?: number;
  /** Several qualities of a camera's picture at once (simulcast, SVC). Default true. */
  scalableVideo?: boolean;
  /** The same for a screen. Default false. */
  scalableScreenshare?: boolean;
  videoContentHint?: '' | 'motion' | 'detail' | 'text';
  /** Codecs to prefer, best first, or `automatic`. */
  preferredVideoCodecs?: 'automatic' | readonly ('vp8' | 'vp9' | 'h264' | 'av1')[];
}
