import type { Capture } from './capture.ts';
import { openDeviceMenus } from './device-menus.ts';
import { pageElement } from './page-element.ts';
import { preferences } from './preferences.ts';
import { CAMERA, drawSwitch, MICROPHONE } from './switch-button.ts';
import { showProblem } from './words.ts';

/** Wires microphone, camera and devices; without a capture (a viewer) they are not shown. Ends with `signal`. */
export function openMediaControls(
  capture: Capture | undefined,
  announce: (line: string) => void,
  signal: AbortSignal,
): void {
  const microphone = pageElement('mic', HTMLButtonElement);
  const camera = pageElement('camera', HTMLButtonElement);
  const devices = pageElement('open-devices', HTMLButtonElement);
  for (const button of [microphone, camera, devices]) button.hidden = capture === undefined;
  if (capture === undefined) return;
  const draw = (): void => {
    drawSwitch(microphone, MICROPHONE, capture.audio, true);
    drawSwitch(camera, CAMERA, capture.video, true);
    showProblem(pageElement('devices-problem', HTMLElement), capture.problem);
  };
  const switchMicrophone = (): void => {
    capture.setAudio(!capture.audio);
    announce(capture.audio ? 'Your microphone is on.' : 'Your microphone is off.');
  };
  const switchCamera = (): void => {
    void capture.setVideo(!capture.video);
    announce(capture.video ? 'Your camera is on.' : 'Your camera is off.');
  };
  microphone.addEventListener('click', switchMicrophone, { signal });
  camera.addEventListener('click', switchCamera, { signal });
  capture.addEventListener('change', draw, { signal });
  openShortcuts({ m: switchMicrophone, v: switchCamera }, signal);
  openDevicesDialog(capture, devices, signal);
  draw();
}

function openDevicesDialog(capture: Capture, opener: HTMLButtonElement, signal: AbortSignal): void {
  const dialog = pageElement('devices', HTMLDialogElement);
  const shortcuts = pageElement('shortcuts', HTMLInputElement);
  shortcuts.checked = preferences.shortcuts;
  opener.addEventListener('click', () => dialog.showModal(), { signal });
  shortcuts.addEventListener('change', () => Object.assign(preferences, { shortcuts: shortcuts.checked }), { signal });
  openDeviceMenus(
    capture,
    {
      microphones: pageElement('microphones', HTMLSelectElement),
      cameras: pageElement('cameras', HTMLSelectElement),
    },
    signal,
  );
}

function openShortcuts(keys: Readonly<Record<string, () => void>>, signal: AbortSignal): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (!preferences.shortcuts || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const typing = event.target instanceof Element && event.target.closest('input, select, textarea, dialog[open]');
      if (!typing) keys[event.key.toLowerCase()]?.();
    },
    { signal },
  );
}
