import { readBundleSizes } from './bundle-size.ts';
import type { Calibration } from './delay/calibration.ts';
import type { Message } from './join-traffic.ts';
import type { Run } from './measure.ts';
import { median, toRoundTrips } from './statistics.ts';

/** What each flow has to reach, in round trips to the first frame; the baseline has no target. */
const targets: Record<string, { readonly subscribe: number; readonly publish: number }> = {
  conclave: { subscribe: 6.3, publish: 1.5 },
  'conclave, preconnected': { subscribe: 5.3, publish: 1.5 },
};

type Step = 'subscribe' | 'publish';
const fieldOf = { subscribe: 'subscribeMs', publish: 'publishMs' } as const;

/** What happened in a run, one line each. */
export function renderTimeline(run: Run): string {
  const lines = run.timeline.map(([atMs, who, what]) => `${atMs.toFixed(0).padStart(7)} ms  ${who.padEnd(9)} ${what}`);
  return [`${run.flow} at ${run.rttMs} ms:`, ...lines].join('\n');
}

/** What the delay proxy really does, in one line. */
export function renderCalibration(calibrations: readonly Calibration[]): string {
  const parts = calibrations.map(({ rttMs, newConnectionMs, openConnectionMs, udpMs }) => {
    const times = [newConnectionMs, openConnectionMs, udpMs].map((ms) => ms.toFixed(1)).join(' / ');
    return `${times} ms at ${rttMs} ms`;
  });
  return `Delay proxy (new TCP connection and request / request on an open one / UDP echo): ${parts.join(', ')}.`;
}

/** All results as Markdown. */
export function renderReport(runs: readonly Run[]): string {
  return [
    '### Time to the first frame',
    renderFirstFrame(runs),
    '### Signaling of one join (connect to first frame)',
    renderTraffic(runs),
    'One join of `conclave`, message by message:',
    renderMessages(runs),
    '### The worst publish without delay',
    renderWorstPublish(runs),
    '### Size of the SDK',
    renderBundles(),
  ].join('\n\n');
}

export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function groupByFlow(runs: readonly Run[]): [string, Run[]][] {
  return [...Map.groupBy(runs, ({ flow }) => flow)];
}

function findRtts(runs: readonly Run[]): number[] {
  return [...new Set(runs.map(({ rttMs }) => rttMs))].toSorted((a, b) => a - b);
}

function renderStep(flow: string, runs: readonly Run[], step: Step): string[] {
  const at = (rtt: number): number =>
    median(runs.filter(({ rttMs }) => rttMs === rtt).map((run) => run[fieldOf[step]]));
  const rtts = findRtts(runs);
  const longest = rtts.at(-1) ?? 0;
  const roundTrips = toRoundTrips(at(longest), at(0), longest);
  const target = targets[flow]?.[step];
  const verdict = target === undefined ? '' : `<= ${target.toFixed(1)}: ${roundTrips <= target ? 'met' : 'missed'}`;
  return [rtts.map((rtt) => at(rtt).toFixed(0)).join(' / '), `**${roundTrips.toFixed(1)}**`, verdict];
}

function renderFirstFrame(runs: readonly Run[]): string {
  const rtts = findRtts(runs).join(' / ');
  const rows = groupByFlow(runs).map(([flow, own]) => [
    flow,
    ...renderStep(flow, own, 'subscribe'),
    ...renderStep(flow, own, 'publish'),
  ]);
  const step = (name: string): string[] => [`${name}: ms at ${rtts} ms`, 'round trips', 'target'];
  return renderTable(['flow', ...step('subscribe'), ...step('publish')], rows);
}

/** Packets that a socket exchanges before its first event. */
const isTransport = ({ name }: Message): boolean => /^(engine|socket)\.io/.test(name);

function renderTraffic(runs: readonly Run[]): string {
  const rows = groupByFlow(runs).map(([flow, own]) => {
    const typical = (measure: (messages: readonly Message[]) => number): number =>
      median(own.map(({ joinMessages }) => measure(joinMessages)));
    const count = (direction: Message['direction'], transport: boolean): number =>
      typical((all) => all.filter((one) => one.direction === direction && isTransport(one) === transport).length);
    const sum = (direction: Message['direction'], field: 'bytes' | 'codecBytes'): number =>
      typical((all) => all.reduce((total, one) => total + (one.direction === direction ? one[field] : 0), 0));
    return [
      flow,
      `${count('up', false)} / ${count('down', false)}`,
      `${count('up', true)} / ${count('down', true)}`,
      `${sum('up', 'bytes') - sum('up', 'codecBytes')} + ${sum('up', 'codecBytes')}`,
      String(sum('down', 'bytes')),
      `${median(own.map(({ joinTcp }) => joinTcp.bytesUp))} / ${median(own.map(({ joinTcp }) => joinTcp.bytesDown))}`,
      String(median(own.map(({ joinTcp }) => joinTcp.connections))),
    ];
  });
  const head = [
    'flow',
    'messages up / down',
    "the socket's own up / down",
    'bytes up + codec description',
    'bytes down',
    'TCP bytes up / down',
    'new TCP connections',
  ];
  const note = "Targets: 3 messages each way beside the socket's own, 6 KB down, 1 KB up beside the codec description.";
  return `${renderTable(head, rows)}\n\n${note}`;
}

/** The messages of the last cold join, one by one. */
function renderMessages(runs: readonly Run[]): string {
  const run = runs.findLast(({ flow }) => flow === 'conclave');
  const rows = (run?.joinMessages ?? []).map(({ direction, name, bytes, codecBytes }) => [
    direction,
    name,
    codecBytes === 0 ? String(bytes) : `${bytes - codecBytes} + ${codecBytes}`,
  ]);
  return renderTable(['way', 'message', 'bytes'], rows);
}

function renderWorstPublish(runs: readonly Run[]): string {
  const rows = groupByFlow(runs).map(([flow, own]) => {
    const times = own.filter(({ rttMs }) => rttMs === 0).map(({ publishMs }) => publishMs);
    return [
      flow,
      median(times).toFixed(0),
      Math.max(...times).toFixed(0),
      (Math.max(...times) / median(times)).toFixed(2),
    ];
  });
  const note = 'Target: no run over 1.5 times the median (a lost key-frame race costs a second).';
  return `${renderTable(['flow', 'median ms', 'worst ms', 'worst / median'], rows)}\n\n${note}`;
}

function renderBundles(): string {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  const rows = readBundleSizes().map(({ file, bytes, gzipBytes }) => [file, kilobytes(bytes), kilobytes(gzipBytes)]);
  return `${renderTable(['file', 'bytes', 'gzip -9'], rows)}\n\nTarget: conclave.min.js at most 85 kB with gzip.`;
}
