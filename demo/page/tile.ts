import { drawLock } from './lock.ts';
import { fromTemplate, part } from './page-element.ts';
import { toHue, toInitials } from './person.ts';
import type { EncryptionInfo } from './sdk.ts';

/** What a tile says about its video. */
export interface TileState {
  readonly name: string;
  readonly own?: boolean;
  readonly audio: boolean;
  readonly video: boolean;
  readonly encryption: EncryptionInfo | undefined;
  /** How many receive it; shown on the own tile. */
  readonly seenBy?: number;
}

/** One video with its name, microphone state and lock. */
export interface Tile {
  readonly element: HTMLElement;
  /** Where the video goes. */
  readonly media: HTMLElement;
  readonly lock: HTMLButtonElement;
  show(state: TileState): void;
  /** A sentence over the picture, or nothing. */
  note(text: string): void;
  /** How well the video gets through, in a word of the SDK's. */
  rate(quality: string): void;
}

/** Makes an empty tile; `subject` names its video in sentences, for example `your video`. */
export function createTile(subject: string): Tile {
  const element = fromTemplate('tile-template');
  const of = (name: string) => part(element, `.${name}`, HTMLElement);
  const lock = part(element, '.tile-lock', HTMLButtonElement);
  const avatar = of('tile-avatar');
  const muted = part(element, '.tile-muted', SVGElement);
  const noteLine = of('tile-note');
  const badge = of('tile-quality');
  return {
    element,
    media: of('tile-media'),
    lock,
    show({ name, own, audio, video, encryption, seenBy }) {
      of('tile-name').textContent = own ? `${name} (you)` : name;
      avatar.textContent = toInitials(name);
      avatar.style.setProperty('--hue', String(toHue(name)));
      element.classList.toggle('is-off', !video);
      muted.toggleAttribute('hidden', audio);
      of('tile-muted-text').hidden = audio;
      of('tile-seen').hidden = seenBy === undefined;
      of('tile-seen-count').textContent = String(seenBy ?? '');
      of('tile-seen').title = `${seenBy} of the others receive your video`;
      drawLock(lock, subject, encryption);
    },
    rate(quality) {
      const known = quality !== 'unknown';
      badge.hidden = !known;
      badge.dataset.quality = quality;
      of('tile-quality-text').textContent = `Connection ${quality}`;
      badge.title = `Connection: ${quality}`;
    },
    note(text) {
      noteLine.hidden = text === '';
      noteLine.textContent = text;
    },
  };
}
