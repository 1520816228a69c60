import { createError } from '../errors/catalogue.ts';
import { listDevices, mediaDevices } from './list.ts';

/** Names of video codecs that apps know. */
export type CodecName = 'VP8' | 'VP9' | 'H264';

/** What this browser can encode and decode, best supported first. */
export interface SupportedCodecs {
  readonly videoEncoders: CodecName[];
  readonly videoDecoders: CodecName[];
}

/** Whether, and what of a screen, this browser can share. The extensions of old browsers are not needed any more. */
export interface ScreenSharingCapability {
  readonly supported: boolean;
  readonly supportedSources: {
    readonly screen: boolean;
    readonly application: boolean;
    readonly window: boolean;
    readonly browser: boolean;
  };
  readonly extensionRequired: undefined;
  readonly extensionRegistered: undefined;
  readonly extensionInstalled: undefined;
}

const CODECS: readonly CodecName[] = ['VP8', 'VP9', 'H264'];

function toNames(capabilities: RTCRtpCapabilities | null): CodecName[] {
  const mimeTypes = capabilities?.codecs.map(({ mimeType }) => mimeType.toLowerCase()) ?? [];
  return CODECS.filter((name) => mimeTypes.includes(`video/${name.toLowerCase()}`));
}

/** The video codecs of this browser; rejects with OT_UNABLE_TO_ACCESS_MEDIA_ENGINE where it does not tell. */
export async function readSupportedCodecs(): Promise<SupportedCodecs> {
  const sender: Partial<typeof RTCRtpSender> | undefined = globalThis.RTCRtpSender;
  const receiver: Partial<typeof RTCRtpReceiver> | undefined = globalThis.RTCRtpReceiver;
  if (sender?.getCapabilities === undefined || receiver?.getCapabilities === undefined) {
    throw createError('OT_UNABLE_TO_ACCESS_MEDIA_ENGINE', 'getSupportedCodecs: this browser does not name its codecs');
  }
  return {
    videoEncoders: toNames(sender.getCapabilities('video')),
    videoDecoders: toNames(receiver.getCapabilities('video')),
  };
}

/** What of a screen can be shared. Browsers of phones have no way to; Safari offers whole screens only. */
export function readScreenSharingCapability(): ScreenSharingCapability {
  const devices: Partial<MediaDevices> | undefined = globalThis.navigator?.mediaDevices;
  const supported = devices?.getDisplayMedia !== undefined;
  const safari = /^((?!chrome|android).)*safari/i.test(globalThis.navigator?.userAgent ?? '');
  return {
    supported,
    supportedSources: {
      screen: supported,
      application: false,
      window: supported && !safari,
      browser: supported && !safari,
    },
    extensionRequired: undefined,
    extensionRegistered: undefined,
    extensionInstalled: undefined,
  };
}

/** Cameras and microphones with their labels: where the user has not yet granted access, the browser asks first. */
export async function listLabelledDevices(): ReturnType<typeof listDevices> {
  const devices = await listDevices();
  if (devices.every(({ label }) => label !== '')) return devices;
  const has = (wanted: string) => devices.some(({ kind }) => kind === wanted);
  const wanted = { audio: has('audioInput'), video: has('videoInput') };
  const stream = await mediaDevices().getUserMedia(wanted);
  try {
    return await listDevices();
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

/** What is asked for in `hasMediaProcessorSupport`. */
export type MediaProcessorType = 'video' | 'audio' | 'both';

/** Whether this browser has what filters are made of. */
export function canProcessMedia(type: MediaProcessorType = 'both'): boolean {
  const compiles = typeof WebAssembly === 'object';
  const captures = typeof HTMLCanvasElement === 'function' && 'captureStream' in HTMLCanvasElement.prototype;
  const video = compiles && captures && typeof OffscreenCanvas === 'function';
  const audio = compiles && typeof AudioWorkletNode === 'function';
  return (type === 'audio' || video) && (type === 'video' || audio);
}
