import { captureUnsupported, fromMedia } from '../errors/from-media.ts';
import { type CaptureOptions, toScreenConstraints } from './constraints.ts';
import { mediaDevices } from './list.ts';

/** Lets the user pick a screen, window or tab; must be called in a user gesture. Its sound comes along where the browser offers it. */
export async function captureScreen(options: CaptureOptions): Promise<MediaStream> {
  const devices: Partial<MediaDevices> = mediaDevices();
  if (devices.getDisplayMedia === undefined) throw captureUnsupported('screen');
  try {
    return await devices.getDisplayMedia(toScreenConstraints(options));
  } catch (error) {
    throw fromMedia(error, 'screen');
  }
}
