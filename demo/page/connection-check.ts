import { prepareCheck } from './api.ts';
import { pageElement } from './page-element.ts';
import { sdk } from './sdk.ts';
import { toWords } from './words.ts';

type Report = Awaited<ReturnType<ReturnType<typeof sdk>['testNetwork']>>;
type Result = Report['socket'];

const STEPS = {
  socket: 'Reaching the server …',
  udp: 'Trying the direct way (UDP) …',
  tcp: 'Trying the way through firewalls (TCP) …',
  turn: 'Trying the relay (TURN) …',
  media: 'Sending a test picture to the server and back …',
} as const;

const VERDICTS = {
  video: 'Your connection is good for video.',
  audioOnly: 'Your connection carries sound; pictures will be poor or missing.',
  none: 'A call is not possible from here.',
} as const;

const STATES = { works: 'works', fails: 'does not work', notConfigured: 'not set up on this server' } as const;

const inWords = ({ state, ms }: Result): string => (ms === undefined ? STATES[state] : `${STATES[state]} (${ms} ms)`);

const kilobits = (bits: number): string => `${Math.round(bits / 1000)} kbit/s`;

/** What was found, a line each. */
function toLines({ socket, udp, tcp, turn, media, mediaError }: Report): [name: string, text: string][] {
  return [
    ['Server', inWords(socket)],
    ['UDP', inWords(udp)],
    ['TCP', inWords(tcp)],
    ['TURN', inWords(turn)],
    ...(mediaError === undefined ? [] : ([['Test picture', mediaError]] as [string, string][])),
    ...(media === undefined
      ? []
      : ([
          ['Sent and received', `${kilobits(media.sendBitrate)}, ${kilobits(media.receiveBitrate)}`],
          ['Lost', `${(media.lossRatio * 100).toFixed(1)} %`],
          ['Round trip', `${media.roundTripMs} ms`],
          ['Expected sound (MOS)', media.mos.toFixed(1)],
        ] as [string, string][])),
  ];
}

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
      status.textContent = VERDICTS[report.expected];
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
