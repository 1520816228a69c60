import { mediaDevices } from './list.ts';

/** Plugging one device in or out is told as several changes; milliseconds until they count as one. */
const SETTLE_MS = 200;

/** What the browser calls the device that the system uses by default, where it has a name for it. */
export const DEFAULT_DEVICE_ID = 'default';

/** Firefox keeps the list back while nobody looks at the page; milliseconds until that counts as an empty list. */
const LIST_TIMEOUT_MS = 1000;

/** The devices, none when the browser keeps them back. */
export function listInTime(): Promise<MediaDeviceInfo[]> {
  const withheld = new Promise<MediaDeviceInfo[]>((resolve) => setTimeout(() => resolve([]), LIST_TIMEOUT_MS));
  return Promise.race([mediaDevices().enumerateDevices(), withheld]);
}

/** Resolves when the changes that come together have come. */
export function settleDevices(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}

/** Calls `onChange` after devices were plugged in or out, until `signal` aborts. */
export function watchDevices(onChange: () => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => signal.aborted || onChange(), SETTLE_MS);
  };
  mediaDevices().addEventListener('devicechange', changed, { signal });
}

/** Whether the default microphone has to take the place of the one in use: that one was removed, or the system has another default. */
export function isReplaced(
  devices: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId'>[],
  inUse: Pick<MediaTrackSettings, 'deviceId' | 'groupId'>,
  followsDefault: boolean,
): boolean {
  // A browser that withholds its devices gives empty ids.
  const inputs = devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
  if (inputs.length === 0 || inUse.deviceId === undefined) return false;
  if (inputs.every(({ deviceId }) => deviceId !== inUse.deviceId)) return true;
  const byDefault = inputs.find(({ deviceId }) => deviceId === DEFAULT_DEVICE_ID);
  return (
    followsDefault && byDefault !== undefined && (inUse.groupId ?? '') !== '' && byDefault.groupId !== inUse.groupId
  );
}
