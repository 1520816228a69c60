import { createIcon, type IconName } from './icon.ts';

/** How a switch looks and speaks in its two states. */
export interface SwitchFaces {
  readonly on: { readonly icon: IconName; readonly label: string; readonly caption: string };
  readonly off: { readonly icon: IconName; readonly label: string; readonly caption: string };
}

/** The microphone's switch. */
export const MICROPHONE: SwitchFaces = {
  on: { icon: 'mic', label: 'Turn microphone off', caption: 'Mute' },
  off: { icon: 'mic-off', label: 'Turn microphone on', caption: 'Unmute' },
};

/** The camera's switch. */
export const CAMERA: SwitchFaces = {
  on: { icon: 'camera', label: 'Turn camera off', caption: 'Stop video' },
  off: { icon: 'camera-off', label: 'Turn camera on', caption: 'Start video' },
};

/** The switch of the shared screen: `on` is the state in which pressing it begins. */
export const SCREEN: SwitchFaces = {
  on: { icon: 'screen', label: 'Share your screen', caption: 'Share' },
  off: { icon: 'screen-off', label: 'Stop sharing your screen', caption: 'Stop share' },
};

/** Draws a switch; its name says what pressing it does. */
export function drawSwitch(button: HTMLButtonElement, faces: SwitchFaces, on: boolean, withCaption = false): void {
  const face = on ? faces.on : faces.off;
  if (button.getAttribute('aria-label') === face.label) return;
  button.classList.toggle('is-off', !on);
  button.setAttribute('aria-label', face.label);
  button.title = face.label;
  const caption = document.createElement('span');
  caption.textContent = face.caption;
  button.replaceChildren(createIcon(face.icon), ...(withCaption ? [caption] : []));
}
