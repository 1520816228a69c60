import { fromTemplate, pageElement, part } from './page-element.ts';
import { showProblem } from './words.ts';

const KEPT = 300;

/** A message as it is shown. */
export interface Message {
  readonly from: string;
  readonly text: string;
  readonly own: boolean;
}

/** The chat panel. */
export interface Chat {
  show(message: Message): void;
  /** Everything shown so far has been seen. */
  seen(): void;
}

/** Empties the panel and wires its form to `send`; `isOpen` decides whether a message counts as unread. */
export function openChat(
  deps: { send(text: string): Promise<void>; isOpen(): boolean; announce(line: string): void },
  signal: AbortSignal,
): Chat {
  const list = pageElement('messages', HTMLElement);
  list.replaceChildren();
  pageElement('chat-empty', HTMLElement).hidden = false;
  let unread = 0;
  const mark = (count: number): void => {
    unread = count;
    const badge = pageElement('unread', HTMLElement);
    badge.hidden = count === 0;
    badge.textContent = String(count);
    badge.setAttribute('aria-label', `${count} unread`);
  };
  mark(0);
  openForm(deps.send, signal);
  return {
    show(message) {
      pageElement('chat-empty', HTMLElement).hidden = true;
      list.append(toLine(message));
      while (list.childElementCount > KEPT) list.firstElementChild?.remove();
      list.lastElementChild?.scrollIntoView({ block: 'nearest' });
      if (message.own || deps.isOpen()) return;
      mark(unread + 1);
      deps.announce(`${message.from} writes: ${message.text}`);
    },
    seen: () => mark(0),
  };
}

function openForm(send: (text: string) => Promise<void>, signal: AbortSignal): void {
  const input = pageElement('chat-text', HTMLInputElement);
  const problem = pageElement('chat-problem', HTMLElement);
  showProblem(problem);
  pageElement('chat-form', HTMLFormElement).addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (text === '') return;
      showProblem(problem);
      input.value = '';
      send(text).catch((error: unknown) => {
        input.value = text;
        showProblem(problem, error);
      });
    },
    { signal },
  );
}

function toLine({ from, text, own }: Message): HTMLElement {
  const line = fromTemplate('message-template');
  line.classList.toggle('is-own', own);
  part(line, '.message-from', HTMLElement).textContent = own ? 'You' : from;
  part(line, '.message-text', HTMLElement).textContent = text;
  const now = new Date();
  const time = part(line, 'time', HTMLTimeElement);
  time.dateTime = now.toISOString();
  time.textContent = now.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return line;
}
