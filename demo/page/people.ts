import { createIcon } from './icon.ts';
import { fromTemplate, pageElement, part } from './page-element.ts';
import { toHue, toInitials } from './person.ts';

/** What somebody publishes. */
export interface Media {
  readonly audio: boolean;
  readonly video: boolean;
}

/** Something a host can do to somebody: its short name, and what screen readers hear. */
export interface PersonAction {
  readonly name: string;
  readonly label: string;
  run(): void;
}

/** One line of the list; `media` is absent for somebody who only watches. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly media?: Media;
}

/** What can be done to somebody. */
type ActionsFor = (row: PersonRow) => readonly PersonAction[];

/** Shows who publishes and who only watches; whoever is at a button with the keyboard stays there. */
export function showPeople(rows: readonly PersonRow[], actionsFor: ActionsFor): void {
  const { activeElement } = document;
  const panel = pageElement('people', HTMLElement);
  const focused = panel.contains(activeElement) && activeElement instanceof HTMLElement ? activeElement : undefined;
  const publishes = ({ media }: PersonRow): boolean => media !== undefined;
  fill('publishing', rows.filter(publishes), actionsFor);
  fill(
    'watching',
    rows.filter((row) => !publishes(row)),
    actionsFor,
  );
  if (focused === undefined || focused.isConnected) return;
  const same = [...panel.querySelectorAll<HTMLElement>('[data-action]')].find(
    (button) => button.getAttribute('data-action') === focused.getAttribute('data-action'),
  );
  (same ?? pageElement('people-title', HTMLElement)).focus();
}

function fill(list: 'publishing' | 'watching', rows: readonly PersonRow[], actionsFor: ActionsFor): void {
  pageElement(`${list}-count`, HTMLElement).textContent = String(rows.length);
  pageElement(list, HTMLElement).replaceChildren(...rows.map((row) => toLine(row, actionsFor(row))));
}

function toLine({ id, name, tags, media }: PersonRow, actions: readonly PersonAction[]): HTMLElement {
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
  part(line, '.person-actions', HTMLElement).append(...actions.map((action) => toButton(id, action)));
  return line;
}

function toButton(id: string, { name, label, run }: PersonAction): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = name;
  button.setAttribute('aria-label', label);
  button.setAttribute('data-action', `${name} ${id}`);
  button.addEventListener('click', run);
  return button;
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
