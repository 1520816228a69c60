import { createElement } from './element.ts';
import { createIcon } from './icon.ts';

/** A toggle for the sound. */
export interface MuteButton {
  readonly element: HTMLButtonElement;
  setMuted(muted: boolean): void;
}

/** Makes the mute button: a real button that a keyboard and a screen reader can use. `label` says what it mutes. */
export function createMuteButton(options: {
  icon: 'microphone' | 'speaker';
  label: string;
  onToggle: () => void;
}): MuteButton {
  const element = createElement(
    'button',
    'OT_edge-bar-item OT_mute',
    { type: 'button', 'aria-label': options.label, 'aria-pressed': 'false', title: options.label },
    createIcon(options.icon, true),
  );
  element.addEventListener('click', options.onToggle);
  return {
    element,
    setMuted(muted) {
      element.setAttribute('aria-pressed', String(muted));
      element.classList.toggle('OT_active', muted);
    },
  };
}
