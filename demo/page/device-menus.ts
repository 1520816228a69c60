import type { Capture } from './capture.ts';
import { sdk } from './sdk.ts';

/** Two menus that show and change the devices of a capture; they follow what is plugged in until `signal` aborts. */
export function openDeviceMenus(
  capture: Capture,
  menus: { microphones: HTMLSelectElement; cameras: HTMLSelectElement },
  signal: AbortSignal,
): void {
  const { microphones, cameras } = menus;
  const refresh = async (): Promise<void> => {
    const devices = await sdk().getDevices();
    if (signal.aborted) return;
    const of = (kind: string) => devices.filter((device) => device.kind === kind && device.deviceId !== '');
    fill(microphones, of('audioInput'), 'Microphone', capture.devices.microphone);
    fill(cameras, of('videoInput'), 'Camera', capture.devices.camera);
  };
  const show = (): void => {
    refresh().catch((error: unknown) => console.warn('Devices cannot be listed.', error));
  };
  microphones.addEventListener('change', () => void capture.choose({ microphone: microphones.value }), { signal });
  cameras.addEventListener('change', () => void capture.choose({ camera: cameras.value }), { signal });
  capture.addEventListener('change', show, { signal });
  navigator.mediaDevices?.addEventListener('devicechange', show, { signal });
  show();
}

function fill(
  menu: HTMLSelectElement,
  devices: readonly { deviceId: string; label: string }[],
  kind: string,
  chosen: string | undefined,
): void {
  const options = devices.map(({ deviceId, label }, index) => {
    const option = document.createElement('option');
    option.value = deviceId;
    option.textContent = label === '' ? `${kind} ${index + 1}` : label;
    return option;
  });
  menu.replaceChildren(...options);
  menu.disabled = options.length === 0;
  if (options.length === 0) menu.append(new Option('None found', ''));
  else if (chosen !== undefined) menu.value = chosen;
}
