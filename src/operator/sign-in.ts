import { ApiError, signIn } from './api.ts';
import { pageElement, setText } from './page-element.ts';

/** The form of the sign-in; `onDone` is called when it has succeeded. */
export function openSignIn(onDone: () => void): void {
  const form = pageElement('sign-in-form', HTMLFormElement);
  const field = pageElement('passphrase', HTMLInputElement);
  const button = pageElement('sign-in-button', HTMLButtonElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button.disabled) return;
    if (field.value.trim() === '') {
      showSignInProblem('Enter the passphrase.');
      field.focus();
      return;
    }
    button.disabled = true;
    signIn(field.value)
      .then(
        () => {
          field.value = '';
          showSignInProblem('');
          onDone();
        },
        (error: unknown) => {
          showSignInProblem(error instanceof ApiError ? error.message : String(error));
          field.focus();
          field.select();
        },
      )
      .finally(() => {
        button.disabled = false;
      });
  });
}

/** Says above the form why it is shown, or what was wrong; an empty text takes that away. */
export function showSignInProblem(problem: string): void {
  const line = pageElement('sign-in-problem', HTMLElement);
  line.hidden = problem === '';
  setText(line, problem);
  pageElement('passphrase', HTMLInputElement).setAttribute('aria-invalid', String(problem !== ''));
}
