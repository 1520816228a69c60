import { captureUnsupported } from '../errors/from-media.ts';

/** A camera or microphone; `label` is empty until the user has granted access. */
export interface Device {
  readonly deviceId: string;
  readonly label: string;
  readonly kind: 'audioInput' | 'videoInput';
}

/** The browser's devices, or OT_UNSUPPORTED_BROWSER where it has none to offer. */
export function mediaDevices(): MediaDevices {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) throw captureUnsupported('camera');
  return devices;
}

/** Lists cameras and microphones; never asks for permission. */
export async function listDevices(): Promise<Device[]> {
  const found: Device[] = [];
  for (const { deviceId, label, kind } of await mediaDevices().enumerateDevices()) {
    if (kind === 'audioinput') found.push({ deviceId, label, kind: 'audioInput' });
    else if (kind === 'videoinput') found.push({ deviceId, label, kind: 'videoInput' });
  }
  return found;
}
