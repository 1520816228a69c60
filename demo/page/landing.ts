import { ApiError, isSignedIn, type OpenRoom, openRoom, signIn, signOut } from './api.ts';
import { pageElement } from './page-element.ts';
import { toRoomId } from './room-link.ts';
import { showProblem } from './words.ts';

/** The first face: a host starts a meeting, a guest enters a link. */
export function openLanding(on: { started(room: OpenRoom): void; linkGiven(roomId: string): void }): void {
  const startForm = pageElement('start-form', HTMLFormElement);
  const passcode = pageElement('passcode', HTMLInputElement);
  const passcodeField = pageElement('passcode-field', HTMLElement);
  const startProblem = pageElement('start-problem', HTMLElement);
  const leaveButton = pageElement('sign-out', HTMLButtonElement);
  const showHost = (host: boolean): void => {
    passcodeField.hidden = host;
    leaveButton.hidden = !host;
  };
  const checked = isSignedIn().then(showHost);
  checked.catch((error: unknown) => showProblem(startProblem, error));
  const start = async (): Promise<void> => {
    const submit = startForm.querySelector('button');
    if (submit?.disabled) return;
    submit?.setAttribute('disabled', '');
    showProblem(startProblem);
    try {
      await checked;
      if (!passcodeField.hidden) await signIn(passcode.value);
      passcode.value = '';
      showHost(true);
      on.started(await openRoom());
    } catch (error) {
      showHost(await isSignedIn().catch(() => false));
      showProblem(startProblem, error);
      if (!passcodeField.hidden) passcode.focus();
    } finally {
      submit?.removeAttribute('disabled');
    }
  };
  startForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void start();
  });
  leaveButton.addEventListener('click', () => {
    void signOut().then(
      () => showHost(false),
      (error: unknown) => showProblem(startProblem, error),
    );
  });
  openLinkForm(on.linkGiven);
}

function openLinkForm(linkGiven: (roomId: string) => void): void {
  const link = pageElement('link', HTMLInputElement);
  const problem = pageElement('link-problem', HTMLElement);
  pageElement('link-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const roomId = toRoomId(link.value);
    if (roomId === undefined) {
      showProblem(
        problem,
        new ApiError('notALink', 'This is not a meeting link. Paste the whole link that the host sent you.'),
      );
      link.focus();
      return;
    }
    showProblem(problem);
    linkGiven(roomId);
  });
}
