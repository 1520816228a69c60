import type { ConnectionItem } from '../protocol/operator.ts';
import { ApiError, disconnect, readConnectionData } from './api.ts';
import { create, pageElement, setText } from './page-element.ts';
import { toCount } from './words.ts';

/** Which connection of which session. */
export interface ConnectionPlace {
  readonly sessionId: string;
  readonly connection: ConnectionItem;
}

/** Shows what the app says of a connection, which may name a person: asked for now, and forgotten when it is closed. */
export async function showData({ sessionId, connection }: ConnectionPlace): Promise<void> {
  const dialog = pageElement('data', HTMLDialogElement);
  const [text, streams] = [pageElement('data-text', HTMLElement), pageElement('data-streams', HTMLElement)];
  const problem = pageElement('data-problem', HTMLElement);
  setText(pageElement('data-id', HTMLElement), connection.id);
  problem.hidden = true;
  dialog.addEventListener('close', () => [text, streams].map((part) => part.replaceChildren()), { once: true });
  dialog.showModal();
  try {
    const { data, streams: named } = await readConnectionData(sessionId, connection.id);
    if (!dialog.open) return;
    setText(text, data === '' ? '(nothing)' : data);
    const lines = named.map(({ id, name }) => create('li', {}, `${name === '' ? '(no name)' : name} – ${id}`));
    streams.replaceChildren(...(lines.length > 0 ? lines : [create('li', {}, '(no stream)')]));
  } catch (error) {
    problem.hidden = false;
    setText(problem, toWords(error));
  }
}

/** Asks whether a connection shall be ended and ends it; resolves with what to say, or undefined when it was cancelled. */
export function confirmDisconnect({ sessionId, connection }: ConnectionPlace): Promise<string | undefined> {
  const dialog = pageElement('disconnect', HTMLDialogElement);
  const form = pageElement('disconnect-form', HTMLFormElement);
  const revoke = pageElement('disconnect-revoke', HTMLInputElement);
  const problem = pageElement('disconnect-problem', HTMLElement);
  const button = pageElement('disconnect-confirm', HTMLButtonElement);
  const does = `${toCount(connection.streams.length, 'stream')} published, ${connection.subscribesTo.length} received`;
  setText(pageElement('disconnect-id', HTMLElement), connection.id);
  setText(pageElement('disconnect-does', HTMLElement), `Role ${connection.role}, ${does}.`);
  revoke.checked = false;
  problem.hidden = true;
  return new Promise((resolve) => {
    const closing = new AbortController();
    const { signal } = closing;
    let said: string | undefined;
    const end = async (): Promise<void> => {
      try {
        const { reason, tokenRevoked } = await disconnect(sessionId, connection.id, revoke.checked);
        const token = tokenRevoked ? ', and its token is refused from now on' : '';
        said = `The client was disconnected. Its app is told the reason “${reason}”${token}.`;
        dialog.close();
      } catch (error) {
        problem.hidden = false;
        setText(problem, toWords(error));
      } finally {
        button.disabled = false;
      }
    };
    form.addEventListener(
      'submit',
      (event) => {
        event.preventDefault();
        if (button.disabled) return;
        button.disabled = true;
        void end();
      },
      { signal },
    );
    pageElement('disconnect-cancel', HTMLButtonElement).addEventListener('click', () => dialog.close(), { signal });
    dialog.addEventListener(
      'close',
      () => {
        closing.abort();
        resolve(said);
      },
      { signal },
    );
    dialog.showModal();
  });
}

function toWords(error: unknown): string {
  return error instanceof ApiError ? error.message : `Something went wrong: ${String(error)}`;
}
