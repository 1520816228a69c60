import { createElement } from './element.ts';
import { createIcon, createInitials } from './icon.ts';

/** What is seen while the picture is off. */
export interface Poster {
  readonly element: HTMLElement;
  /** Shows an image; null: initials in a circle, or a silhouette. */
  setImage(url: string | null): void;
}

/** Makes a poster that shows initials, or a silhouette where there are none. */
export function createPoster(initials: string | undefined): Poster {
  const picture = initials === undefined || initials === '' ? createIcon('person') : createInitials(initials);
  const element = createElement('div', 'OT_video-poster', {}, picture);
  let shown: string | null = null;
  return {
    element,
    setImage(url) {
      if (url === shown) return;
      shown = url;
      element.replaceChildren(url ? createElement('img', '', { src: url, alt: '' }) : picture);
    },
  };
}
