import { fromMedia, noDevicesFound } from '../errors/from-media.ts';
import { type CaptureOptions, isNone, toAudioConstraints, toVideoConstraints } from './constraints.ts';
import { listDevices, mediaDevices } from './list.ts';

/** Which devices to open. */
export interface Wanted {
  readonly audio: boolean;
  readonly video: boolean;
}

/**
 * Opens camera and microphone in one prompt. A kind the machine does not have is left out; with none of the wanted kinds
 * left it rejects with OT_NO_DEVICES_FOUND, else with what `fromMedia` makes of the browser's error.
 * With `cameraNow: false` the camera is only looked for, not opened.
 */
export async function captureDevices(
  options: CaptureOptions,
  wanted: Wanted,
  cameraNow: boolean,
): Promise<{ tracks: MediaStreamTrack[]; hasCamera: boolean }> {
  const present = new Set((await listDevices()).map((device) => device.kind));
  const audio = wanted.audio && present.has('audioInput');
  const hasCamera = wanted.video && present.has('videoInput');
  if (!audio && !hasCamera) throw noDevicesFound();
  const video = hasCamera && cameraNow;
  if (!audio && !video) return { tracks: [], hasCamera };
  const stream = await open({
    audio: audio ? toAudioConstraints(options) : false,
    video: video ? toVideoConstraints(options) : false,
  });
  return { tracks: stream.getTracks(), hasCamera };
}

/** Opens the camera alone; `deviceId` keeps to the camera that was open before. */
export async function captureCamera(options: CaptureOptions, deviceId?: string): Promise<MediaStreamTrack> {
  const stream = await open({ video: toVideoConstraints(options, deviceId) });
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw noDevicesFound();
  return track;
}

/** Which kinds the options name as devices, rather than as tracks, screens or nothing. */
export function wantedDevices(options: CaptureOptions): Wanted {
  const isDevice = (source: CaptureOptions['audioSource']) => !isNone(source) && typeof source !== 'object';
  return { audio: isDevice(options.audioSource), video: isDevice(options.videoSource) };
}

async function open(constraints: MediaStreamConstraints): Promise<MediaStream> {
  try {
    return await mediaDevices().getUserMedia(constraints);
  } catch (error) {
    throw fromMedia(error, 'camera');
  }
}
