import { createElement } from './element.ts';
import { createIcon } from './icon.ts';

/** Shows how loud something is. */
export interface LevelMeter {
  readonly element: HTMLElement;
  /** 0 to 1. */
  setLevel(level: number): void;
}

/** A disc that grows with the sound: at once when it gets louder, slowly when it gets quieter. */
export function createLevelMeter(): LevelMeter {
  const image = createElement('div', 'OT_audio-level-meter__audio-only-img', {}, createIcon('speaker'));
  const value = createElement('div', 'OT_audio-level-meter__value');
  let average = 0;
  return {
    element: createElement('div', 'OT_audio-level-meter', { 'aria-hidden': 'true' }, image, value),
    setLevel(level) {
      average = level > average ? level : 0.7 * average + 0.3 * level;
      const shown = average <= 0 ? 0 : Math.min(1, Math.max(0, Math.log10(average) / 1.5 + 1));
      value.style.transform = `scale(${Math.sqrt(shown).toFixed(3)})`;
    },
  };
}
