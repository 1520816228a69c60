import { listDevices, mediaDevices } from '../devices/list.ts';
import { createError, invalidParameter } from '../errors/catalogue.ts';
import { OTError } from '../errors/ot-error.ts';
import type { LocalMedia } from './local-media.ts';
import type { VideoType } from './sources.ts';

/** Where a publisher's picture comes from. */
export interface VideoSource {
  /** Null for what is no camera, and for the default camera while it has not been opened yet. */
  readonly deviceId: string | null;
  /** Null without picture. */
  readonly type: VideoType | null;
  /** Null while the camera is off. */
  readonly track: MediaStreamTrack | null;
}

/** Where the picture comes from now. */
export function toVideoSource(media: LocalMedia | undefined): VideoSource {
  const { videoType, video, cameraId } = media?.sources ?? {};
  const deviceId = videoType === 'camera' ? cameraId : undefined;
  return { deviceId: deviceId ?? null, type: videoType ?? null, track: video ?? null };
}

/** Whether a capture failed because the machine has no such device. */
function isAbsent(error: unknown): boolean {
  return error instanceof OTError && ['OT_NO_DEVICES_FOUND', 'OT_CONSTRAINTS_NOT_SATISFIED'].includes(error.name);
}

/** Takes another camera. Rejects with OT_INVALID_VIDEO_SOURCE for what is no camera, OT_SET_VIDEO_SOURCE_FAILURE when it does not open. */
export async function chooseCamera(media: LocalMedia | undefined, deviceId: string): Promise<void> {
  mediaDevices();
  if (typeof deviceId !== 'string' || deviceId === '') {
    throw createError('OT_INVALID_VIDEO_SOURCE', 'setVideoSource: give the id of a camera, as OT.getDevices names it');
  }
  if (media?.sources?.videoType !== 'camera') {
    throw createError('OT_SET_VIDEO_SOURCE_FAILURE', 'setVideoSource: the publisher has no camera to replace');
  }
  try {
    await media.setCamera(deviceId);
  } catch (cause) {
    if (isAbsent(cause)) throw createError('OT_INVALID_VIDEO_SOURCE', 'setVideoSource: no such camera', { cause });
    const reason = cause instanceof Error ? cause.message : '';
    throw createError('OT_SET_VIDEO_SOURCE_FAILURE', `setVideoSource: ${reason}`, { cause });
  }
}

/** Takes the camera after the present one in the browser's list; resolves with its id. */
export async function chooseNextCamera(media: LocalMedia | undefined): Promise<{ deviceId: string }> {
  mediaDevices();
  if (media?.sources?.videoType !== 'camera') {
    throw createError('OT_NOT_SUPPORTED', 'cycleVideo: the publisher has no camera');
  }
  const cameras = (await listDevices()).filter(({ kind }) => kind === 'videoInput');
  const presentId = media.sources.cameraId;
  const next = cameras[(cameras.findIndex(({ deviceId }) => deviceId === presentId) + 1) % cameras.length];
  const deviceId = next?.deviceId ?? presentId ?? '';
  if (deviceId !== presentId) await chooseCamera(media, deviceId);
  return { deviceId };
}

/** Takes another microphone, or a track of the app's. */
export async function chooseMicrophone(
  media: LocalMedia | undefined,
  source: string | MediaStreamTrack,
): Promise<void> {
  mediaDevices();
  const usable = source instanceof MediaStreamTrack ? source.kind === 'audio' && source.readyState === 'live' : source;
  if (!usable || (typeof source !== 'string' && typeof source !== 'object')) {
    throw invalidParameter('setAudioSource: give the id of a microphone, or a live audio track');
  }
  if (media?.sources?.audio === undefined || media.microphone === undefined) {
    throw createError('OT_NOT_SUPPORTED', 'setAudioSource: the publisher has no sound to replace');
  }
  try {
    await media.microphone.choose(source);
  } catch (cause) {
    throw isAbsent(cause) ? createError('OT_NOT_FOUND', 'setAudioSource: no such microphone', { cause }) : cause;
  }
}
