import { createAnnouncer } from './announcer.ts';
import { ApiError, isSignedIn, signOut } from './api.ts';
import { OverviewView } from './overview-view.ts';
import { pageElement, setText } from './page-element.ts';
import { Refresh } from './refresh.ts';
import { SessionList } from './session-list.ts';
import { SessionView } from './session-view.ts';
import { openSignIn, showSignInProblem } from './sign-in.ts';
import { showView } from './views.ts';
import { toMoment } from './words.ts';

const REFRESH_EVERY_MS = 3000;

const announce = createAnnouncer(pageElement('status', HTMLElement));
const away = pageElement('away', HTMLElement);
const overview = new OverviewView(announce);
const sessions = new SessionList(announce, () => void refresh.now());
const session = new SessionView(announce, () => refresh.now());
let lastAnswerAt = 0;
let projectsKnown = false;

const refresh: Refresh = new Refresh({ everyMs: REFRESH_EVERY_MS, step, onError });

/** The session in the page's address; undefined: the overview is shown. */
function chosenSession(): string | undefined {
  const [, id] = /^#session=(.+)$/.exec(location.hash) ?? [];
  try {
    return id === undefined ? undefined : decodeURIComponent(id);
  } catch {
    return undefined;
  }
}

async function step(): Promise<void> {
  const chosen = chosenSession();
  if (!projectsKnown) {
    await sessions.open();
    projectsKnown = true;
  }
  await Promise.all([
    overview.refresh(chosen === undefined),
    chosen === undefined ? sessions.refresh() : session.refresh(),
  ]);
  lastAnswerAt = Date.now();
  if (away.hidden) return;
  away.hidden = true;
  announce('The server answers again.');
}

function onError(error: unknown): void {
  if (error instanceof ApiError && error.kind === 'signedOut') {
    leave('Your sign-in has ended. Sign in again.');
    return;
  }
  if (!(error instanceof ApiError)) console.error(error);
  overview.unknown();
  const words = error instanceof ApiError ? error.message : 'The page could not show what the server said.';
  const age = lastAnswerAt === 0 ? '' : ` What you see is from ${toMoment(lastAnswerAt)}.`;
  // Said once, not every few seconds.
  setText(away, `${words}${age} Trying again …`);
  away.hidden = false;
}

function enter(): void {
  route();
  refresh.open();
}

/** Back to the sign-in; `why` is said there. */
function leave(why: string): void {
  refresh.close();
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
  away.hidden = true;
  projectsKnown = false;
  showView('sign-in');
  showSignInProblem(why);
}

function route(): void {
  const chosen = chosenSession();
  if (chosen !== undefined) session.choose(chosen);
  showView(chosen === undefined ? 'overview' : 'session');
}

addEventListener('hashchange', () => {
  if (!pageElement('sign-in', HTMLElement).hidden) return;
  route();
  void refresh.now();
});
pageElement('range', HTMLSelectElement).addEventListener('change', () => void refresh.now());
for (const button of document.querySelectorAll('[data-close]')) {
  button.addEventListener('click', () => button.closest('dialog')?.close());
}
pageElement('sign-out', HTMLButtonElement).addEventListener('click', () => {
  signOut().then(
    () => location.reload(),
    (error: unknown) => onError(error),
  );
});
openSignIn(enter);
isSignedIn().then(
  (signedIn) => (signedIn ? enter() : leave('')),
  () => leave('The server does not answer. Try again in a moment.'),
);
