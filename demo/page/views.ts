import { pageElement } from './page-element.ts';

/** The four faces of the page; one is shown at a time. */
export type ViewName = 'landing' | 'prejoin' | 'call' | 'ended';

const TITLES: Readonly<Record<ViewName, string>> = {
  landing: 'Conclave – meetings on your own server',
  prejoin: 'Join the meeting – Conclave',
  call: 'Meeting – Conclave',
  ended: 'Meeting ended – Conclave',
};

/** Shows one face, names the page after it and moves the focus to its heading, so that a screen reader reads it. */
export function showView(name: ViewName): void {
  for (const view of Object.keys(TITLES)) pageElement(view, HTMLElement).hidden = view !== name;
  document.title = TITLES[name];
  pageElement(`${name}-title`, HTMLElement).focus({ preventScroll: true });
  scrollTo(0, 0);
}
