import { createIcon } from './icon.ts';
import { fromTemplate, pageElement, part } from './page-element.ts';
import { toHue, toInitials } from './person.ts';

/** What somebody publishes. */
export interface Media {
  readonly audio: boolean;
  readonly video: boolean;
}

/** One line of the list; `media` is absent for somebody who only watches. */
export interface PersonRow {
  readonly name: string;
  readonly tags: readonly string[];
  readonly media?: Media;
}

/** Shows who publishes and who only watches. */
export function showPeople(rows: readonly PersonRow[]): void {
  fill(
    'publishing',
    rows.filter(({ media }) => media !== undefined),
  );
  fill(
    'watching',
    rows.filter(({ media }) => media === undefined),
  );
}

function fill(list: 'publishing' | 'watching', rows: readonly PersonRow[]): void {
  pageElement(`${list}-count`, HTMLElement).textContent = String(rows.length);
  pageElement(list, HTMLElement).replaceChildren(...rows.map(toLine));
}

function toLine({ name, tags, media }: PersonRow): HTMLElement {
  const line = fromTemplate('person-template');
  const avatar = part(line, '.person-avatar', HTMLElement);
  avatar.textContent = toInitials(name);
  avatar.style.setProperty('--hue', String(toHue(name)));
  part(line, '.person-name', HTMLElement).textContent = name;
  part(line, '.person-tags', HTMLElement).append(...tags.map(toTag));
  if (media !== undefined) {
    part(line, '.person-media', HTMLElement).append(
      toState('mic', media.audio, 'microphone'),
      toState('camera', media.video, 'camera'),
    );
  }
  return line;
}

function toTag(text: string): HTMLElement {
  const tag = document.createElement('span');
  tag.className = 'tag';
  tag.textContent = text;
  return tag;
}

function toState(icon: 'mic' | 'camera', on: boolean, device: string): HTMLElement {
  const state = document.createElement('span');
  const words = document.createElement('span');
  words.className = 'unseen';
  words.textContent = `${device} ${on ? 'on' : 'off'}`;
  state.className = on ? '' : 'is-off';
  state.title = words.textContent;
  state.append(createIcon(on ? icon : `${icon}-off`), words);
  return state;
}
