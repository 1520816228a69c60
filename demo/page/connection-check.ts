import { prepareCheck } from './api.ts';
import { toLines, toVerdict } from './check-report.ts';
import { pageElement } from './page-element.ts';
import { sdk } from './sdk.ts';
import { toWords } from './words.ts';

const STEPS = {
  socket: 'Reaching the server …',
  udp: 'Trying the direct way (UDP) …',
  tcp: 'Trying the way through firewalls (TCP) …',
  turn: 'Trying the relay (TURN) …',
  media: 'Sending a test picture to the server and back …',
} as const;

/** Lets a guest test the connection before the call. Ends with `signal`. */
export function openConnectionCheck(roomId: string, signal: AbortSignal): void {
  const button = pageElement('check', HTMLButtonElement);
  const status = pageElement('check-status', HTMLElement);
  const list = pageElement('check-results', HTMLElement);
  const show = (lines: readonly [string, string][]): void => {
    list.replaceChildren(
      ...lines.flatMap(([name, text]) => {
        const [term, definition] = [document.createElement('dt'), document.createElement('dd')];
        term.textContent = name;
        definition.textContent = text;
        return [term, definition];
      }),
    );
  };
  const run = async (): Promise<void> => {
    button.disabled = true;
    show([]);
    try {
      const ticket = await prepareCheck(roomId);
      const onStep = (step: keyof typeof STEPS): void => {
        status.textContent = STEPS[step];
      };
      const report = await sdk().testNetwork({ ...ticket, onStep });
      if (signal.aborted) return;
      status.textContent = toVerdict(report);
      show(toLines(report));
    } catch (error) {
      status.textContent = toWords(error);
    } finally {
      button.disabled = false;
    }
  };
  status.textContent = '';
  show([]);
  button.addEventListener('click', () => void run(), { signal });
}
