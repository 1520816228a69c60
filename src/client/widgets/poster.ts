import { createElement } from './element.ts';
import { createIcon, createInitials } from './icon.ts';

/** What is seen while the picture is off: initials in a circle, or a silhouette. */
export function createPoster(initials: string | undefined): HTMLElement {
  const picture = initials === undefined || initials === '' ? createIcon('person') : createInitials(initials);
  return createElement('div', 'OT_video-poster', {}, picture);
}
