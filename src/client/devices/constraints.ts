/** What to capture, in OpenTok's words; `OT.initPublisher` and `OT.getUserMedia` take these. */
export interface CaptureOptions {
  /** Device id, track, or null / false for none. Default: the default microphone, for a screen the sound of what is shared. */
  audioSource?: string | MediaStreamTrack | boolean | null | undefined;
  /**
   * Device id, track, `screen`, or null / false for none. Default: the default camera. A given track stays the app's: it is
   * never stopped for the app.
   */
  videoSource?: string | MediaStreamTrack | boolean | null | undefined;
  /** `<width>x<height>`; an ideal, the camera may give another. Default `640x480`. */
  resolution?: string;
  /** Largest picture of a screen in pixels; default 1920 x 1920. */
  maxResolution?: { width: number; height: number };
  /** Frames per second: 30, 15, 7 or 1; an ideal. */
  frameRate?: number;
  facingMode?: 'user' | 'environment' | 'left' | 'right';
  /** Own constraints for getUserMedia, instead of those made from the options here. */
  constraints?: MediaStreamConstraints;
  /** Default true. */
  echoCancellation?: boolean;
  /** Default true. */
  noiseSuppression?: boolean;
  /** Default true. */
  autoGainControl?: boolean;
  /** Turns the three above off. */
  disableAudioProcessing?: boolean;
  /** Stereo sound; real only when the audio processing is off. Default false. */
  enableStereo?: boolean;
}

/** Words for a shared screen, window or tab; the browser's picker decides which. */
const SCREEN_SOURCES: readonly unknown[] = ['screen', 'window', 'tab', 'browser', 'application'];

/** Size in pixels when nothing else is known. */
export const DEFAULT_SIZE = { width: 640, height: 480 } as const;

/** Whether the video source is a screen, window or tab. */
export function isScreen(videoSource: CaptureOptions['videoSource']): boolean {
  return SCREEN_SOURCES.includes(videoSource);
}

/** Whether a source means "none". */
export function isNone(source: CaptureOptions['audioSource']): source is null | false {
  return source === null || source === false;
}

/** Pixels of `<width>x<height>`; the default for anything else. */
export function parseResolution(resolution: string | undefined): { width: number; height: number } {
  const match = /^(\d{2,5})x(\d{2,5})$/.exec(resolution ?? '');
  return match === null ? DEFAULT_SIZE : { width: Number(match[1]), height: Number(match[2]) };
}

/** The app's own constraints, for a device that was chosen after them. */
function ofDevice(own: MediaTrackConstraints | boolean, deviceId: string | undefined): MediaTrackConstraints | boolean {
  if (deviceId === undefined || own === false) return own;
  return { ...(own === true ? {} : own), deviceId: { exact: deviceId } };
}

/** Constraints of the camera; `deviceId` overrides the source's. */
export function toVideoConstraints(options: CaptureOptions, deviceId?: string): MediaTrackConstraints | boolean {
  if (options.constraints?.video !== undefined) return ofDevice(options.constraints.video, deviceId);
  const { width, height } = parseResolution(options.resolution);
  const id = deviceId ?? (typeof options.videoSource === 'string' ? options.videoSource : undefined);
  return {
    width: { ideal: width },
    height: { ideal: height },
    ...(options.frameRate !== undefined && { frameRate: { ideal: options.frameRate } }),
    ...(id !== undefined && { deviceId: { exact: id } }),
    ...(id === undefined && options.facingMode !== undefined && { facingMode: { ideal: options.facingMode } }),
  };
}

/** Constraints of the microphone; `deviceId` overrides the source's. */
export function toAudioConstraints(options: CaptureOptions, deviceId?: string): MediaTrackConstraints | boolean {
  if (options.constraints?.audio !== undefined) return ofDevice(options.constraints.audio, deviceId);
  const id = deviceId ?? (typeof options.audioSource === 'string' ? options.audioSource : undefined);
  const processed = options.disableAudioProcessing !== true;
  return {
    echoCancellation: processed && options.echoCancellation !== false,
    noiseSuppression: processed && options.noiseSuppression !== false,
    autoGainControl: processed && options.autoGainControl !== false,
    ...(options.enableStereo === true && { channelCount: { ideal: 2 } }),
    ...(id !== undefined && { deviceId: { exact: id } }),
  };
}

/** Constraints of a shared screen. Its sound is asked for unless `audioSource` says none or is a track. */
export function toScreenConstraints(options: CaptureOptions): DisplayMediaStreamOptions {
  const largest = options.maxResolution ?? { width: 1920, height: 1920 };
  return {
    video: {
      width: { max: Math.min(largest.width, 1920) },
      height: { max: Math.min(largest.height, 1920) },
      ...(options.frameRate !== undefined && { frameRate: { ideal: options.frameRate } }),
    },
    audio: !isNone(options.audioSource) && typeof options.audioSource !== 'object',
  };
}
