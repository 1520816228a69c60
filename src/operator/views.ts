import { pageElement } from './page-element.ts';

/** The faces of the page; one is shown at a time. */
export type ViewName = 'sign-in' | 'overview' | 'session';

const TITLES: Readonly<Record<ViewName, string>> = {
  'sign-in': 'Sign in – Conclave operator',
  overview: 'Overview – Conclave operator',
  session: 'Session – Conclave operator',
};

/** Shows one face, names the page after it and moves the focus to where one begins. */
export function showView(name: ViewName): void {
  for (const view of Object.keys(TITLES)) pageElement(view, HTMLElement).hidden = view !== name;
  document.title = TITLES[name];
  pageElement('sign-out', HTMLElement).hidden = name === 'sign-in';
  pageElement('health', HTMLElement).hidden = name === 'sign-in';
  const start = name === 'sign-in' ? pageElement('passphrase', HTMLElement) : pageElement(`${name}-title`, HTMLElement);
  start.focus({ preventScroll: true });
  scrollTo(0, 0);
}
