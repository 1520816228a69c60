import { fromMedia, noDevicesFound } from '../errors/from-media.ts';
import { type CaptureOptions, isNone, toAudioConstraints, toVideoConstraints } from './constraints.ts';
import { mediaDevices } from './list.ts';

/** Which devices to open. */
export interface Wanted {
  readonly audio: boolean;
  readonly video: boolean;
}

/** What was opened. */
export interface CapturedDevices {
  readonly tracks: MediaStreamTrack[];
  /** There is a camera, open or, as far as one can tell without opening it, to be opened later. */
  readonly hasCamera: boolean;
}

/**
 * Opens camera and microphone in one prompt. A kind the machine does not have is left out; with none of the wanted kinds
 * left it rejects with OT_NO_DEVICES_FOUND, else with what `fromMedia` makes of the browser's error.
 * With `cameraNow: false` a camera is not opened yet.
 */
export async function captureDevices(
  options: CaptureOptions,
  wanted: Wanted,
  cameraNow: boolean,
): Promise<CapturedDevices> {
  const audio = wanted.audio && toAudioConstraints(options);
  const video = wanted.video && cameraNow && toVideoConstraints(options);
  const deferred = wanted.video && !cameraNow;
  // The list of devices would tell what is missing, but Firefox withholds it from a page without focus.
  const attempts = audio !== false && video !== false ? [{ audio, video }, { audio }, { video }] : [{ audio, video }];
  for (const constraints of audio === false && video === false ? [] : attempts) {
    const tracks = await openPresent(constraints);
    if (tracks === undefined) continue;
    return { tracks, hasCamera: deferred || tracks.some((track) => track.kind === 'video') };
  }
  if (!deferred) throw noDevicesFound();
  return { tracks: [], hasCamera: true };
}

/** Opens the camera alone; `deviceId` keeps to the camera that was open before. */
export async function captureCamera(options: CaptureOptions, deviceId?: string): Promise<MediaStreamTrack> {
  const [track] = (await openPresent({ video: toVideoConstraints(options, deviceId) })) ?? [];
  if (track === undefined) throw noDevicesFound();
  return track;
}

/** Opens the microphone alone; without `deviceId` the one the options name. */
export async function captureMicrophone(options: CaptureOptions, deviceId?: string): Promise<MediaStreamTrack> {
  const [track] = (await openPresent({ audio: toAudioConstraints(options, deviceId) })) ?? [];
  if (track === undefined) throw noDevicesFound();
  return track;
}

/** Which kinds the options name as devices, rather than as tracks, screens or nothing. */
export function wantedDevices(options: CaptureOptions): Wanted {
  const isDevice = (source: CaptureOptions['audioSource']) => !isNone(source) && typeof source !== 'object';
  return { audio: isDevice(options.audioSource), video: isDevice(options.videoSource) };
}

/** The tracks, or undefined when the machine lacks one of the devices. */
async function openPresent(constraints: MediaStreamConstraints): Promise<MediaStreamTrack[] | undefined> {
  try {
    return (await mediaDevices().getUserMedia(constraints)).getTracks();
  } catch (error) {
    const reason = fromMedia(error, 'camera');
    if (reason.name === 'OT_NO_DEVICES_FOUND') return undefined;
    throw reason;
  }
}
