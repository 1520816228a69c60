import { createUuid } from '../../base/ids.ts';
import { createElement } from './element.ts';

/** Where a widget goes: an element, the id of one, or nothing for the end of the page. */
export type Target = string | HTMLElement | null | undefined;

/** How a widget is put into the page. */
export interface Placement {
  readonly target: Target;
  readonly insertMode?: 'replace' | 'append' | 'before' | 'after' | undefined;
  /** Number of pixels, or a CSS length. */
  readonly width?: number | string | undefined;
  /** Number of pixels, or a CSS length. */
  readonly height?: number | string | undefined;
}

/** A placed container and how to undo it. */
export interface Container {
  readonly element: HTMLElement;
  /** Gives the page back what it had: the app's own element with its content, or nothing. */
  remove(): void;
}

const DEFAULT_WIDTH_PX = 264;
const DEFAULT_HEIGHT_PX = 198;

function findTarget(target: Target): HTMLElement | null {
  return typeof target === 'string' ? document.getElementById(target) : (target ?? null);
}

function toCssLength(value: number | string): string {
  return typeof value === 'number' || /^\d+(\.\d+)?$/.test(value) ? `${value}px` : value;
}

/** Takes over the app's own element: its content waits aside until the widget goes. */
function takeOver(element: HTMLElement): Container {
  const { width, height, overflow } = element.style;
  const hadId = element.id !== '';
  const content = document.createDocumentFragment();
  content.append(...element.childNodes);
  return {
    element,
    remove() {
      element.replaceChildren(content);
      element.classList.remove(...[...element.classList].filter((name) => name.startsWith('OT_')));
      if (element.classList.length === 0) element.removeAttribute('class');
      Object.assign(element.style, { width, height, overflow });
      if (element.getAttribute('style') === '') element.removeAttribute('style');
      if (!hadId) element.removeAttribute('id');
    },
  };
}

function insert(target: HTMLElement | null, insertMode: Placement['insertMode']): Container {
  const element = createElement('div', '');
  if (target === null) document.body.append(element);
  else if (insertMode === 'before') target.before(element);
  else if (insertMode === 'after') target.after(element);
  else target.append(element);
  return { element, remove: () => element.remove() };
}

/** Places a container. `replace` (the default) uses the target itself, so that the app's styles and id stay. */
export function placeContainer(placement: Placement): Container {
  const target = findTarget(placement.target);
  const { insertMode = 'replace', width = DEFAULT_WIDTH_PX, height = DEFAULT_HEIGHT_PX } = placement;
  const container = target !== null && insertMode === 'replace' ? takeOver(target) : insert(target, insertMode);
  const { element } = container;
  if (element.id === '') element.id = `OT_${createUuid()}`;
  element.style.width = toCssLength(width);
  element.style.height = toCssLength(height);
  element.style.overflow = 'hidden';
  return container;
}
