import type { sdk } from './sdk.ts';

type Report = Awaited<ReturnType<ReturnType<typeof sdk>['testNetwork']>>;
type Result = Report['socket'];

const VERDICTS = {
  video: 'Your connection is good for video.',
  audioOnly: 'Your connection carries sound; pictures will be poor or missing.',
  none: 'A call is not possible from here.',
} as const;

const STATES = { works: 'works', fails: 'does not work', notConfigured: 'not set up on this server' } as const;

const inWords = ({ state, ms }: Result): string => (ms === undefined ? STATES[state] : `${STATES[state]} (${ms} ms)`);

const kilobits = (bits: number): string => `${Math.round(bits / 1000)} kbit/s`;

/** What was found, a line each. */
export function toLines({ socket, udp, tcp, turn, media, mediaError }: Report): [name: string, text: string][] {
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

/** What to expect of a call, in a sentence. */
export function toVerdict({ expected }: Report): string {
  return VERDICTS[expected];
}
