import { renderTable } from '../report.ts';
import { median } from '../statistics.ts';
import { FAULTS } from './faults.ts';
import type { RecoveryRun } from './measure.ts';

/** Until pictures are back, in milliseconds after the cause has gone. */
const TARGET_MS = { worker: 3_000, network: 2_000 };

/** How calls went on, as Markdown. */
export function renderRecovery(runs: readonly RecoveryRun[]): string {
  const rows = FAULTS.map(({ name }) => {
    const own = runs.filter(({ fault }) => fault === name);
    const pictures = own.map(({ picturesMs }) => picturesMs);
    const reconnected = own.flatMap(({ reconnectedMs }) => (reconnectedMs === undefined ? [] : [reconnectedMs]));
    const targetMs = name.includes('worker') ? TARGET_MS.worker : TARGET_MS.network;
    const worst = Math.max(...pictures);
    return [
      name,
      `${median(pictures).toFixed(0)} / ${worst.toFixed(0)}`,
      `<= ${targetMs}: ${worst <= targetMs ? 'met' : 'missed'}`,
      median(own.map(({ longestGapMs }) => longestGapMs)).toFixed(0),
      reconnected.length === 0
        ? 'not told'
        : `${median(reconnected).toFixed(0)} / ${Math.max(...reconnected).toFixed(0)}`,
    ];
  });
  const head = [
    'fault',
    'pictures back after (median / worst, ms)',
    'target',
    'longest gap (ms)',
    '`sessionReconnected` after (ms)',
  ];
  return ['### After an interruption', renderTable(head, rows)].join('\n\n');
}
