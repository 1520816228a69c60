import { renderTable } from '../report.ts';
import { BURST, type GrowthPoint, SCENARIOS } from './growth.ts';
import type { Load } from './load.ts';
import type { MemoryUse } from './probe.ts';

/** Messages that one join may cost each member that is there, by scenario: a publisher's arrival is news for all, a viewer's a count. */
const TARGETS: Readonly<Record<string, number>> = {
  'viewers, connection events': 2,
  'viewers, counts only': 1,
  'all publish, connection events': 3,
  'all publish, counts only': 2,
};

/** What the signaling of many costs, as Markdown. */
export function renderSignaling(load: Load, growth: readonly GrowthPoint[]): string {
  const sessions = `${load.connections} connections in sessions of ${load.sessionSize}`;
  return [
    `### ${sessions}`,
    renderSteps(load),
    renderMemory(load),
    '### One more join in a session that grows',
    renderGrowth(growth),
  ].join('\n\n');
}

function renderSteps({ steps }: Load): string {
  const rows = steps.map(({ name, unit, times, wallMs, cpu }) => [
    name,
    unit,
    String(times),
    name === 'stay' ? '' : (times / (wallMs / 1000)).toFixed(0),
    `**${(cpu.serverMs / times).toFixed(2)}**`,
    (cpu.workerMs / times).toFixed(2),
  ]);
  const head = ['step', 'counted in', 'times', 'per second here', 'server CPU ms each', 'media worker CPU ms each'];
  const note =
    'CPU of the server counts everything that happened in that time, the heartbeats of all others too. "Per second here" is wall time with clients, server and worker on this machine.';
  return `${renderTable(head, rows)}\n\n${note}`;
}

function renderMemory({ connections, memory }: Load): string {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const [first, last] = [memory.at(0), memory.at(-1)];
  if (first === undefined || last === undefined) return '';
  const kinds = ['heap', 'serverResident', 'workerResident'] as const;
  const empty = (state: string, now: MemoryUse): string[] => [state, ...kinds.map((kind) => megabytes(now[kind]))];
  const full = (state: string, now: MemoryUse): string[] => {
    const each = (kind: keyof MemoryUse): string => ((now[kind] - first.before[kind]) / connections / 1000).toFixed(1);
    return [state, ...kinds.map((kind) => `${megabytes(now[kind])} (${each(kind)} kB each)`)];
  };
  const rows = [
    empty('nobody', first.before),
    full('all connected', first.connected),
    full('one of ten publishes, nine watch', first.subscribed),
    empty('all have left', first.after),
    empty('all have come and left once more', last.after),
  ];
  const head = ['state', 'server heap MB', 'server resident MB', 'media worker resident MB'];
  return `${renderTable(head, rows)}\n\nHeap after a full garbage collection. Nothing may be left of who has left: the last two heaps must be alike.`;
}

function renderGrowth(points: readonly GrowthPoint[]): string {
  const rows = points.map(({ scenario, members, told, newcomer, burst }) => {
    const each = told.messages / members;
    const target = TARGETS[scenario] ?? 0;
    return [
      scenario,
      String(members),
      `${told.messages} / ${told.bytes}`,
      `**${each.toFixed(2)}** / ${(told.bytes / members).toFixed(0)}`,
      `<= ${target}: ${each <= target ? 'met' : 'missed'}`,
      `${newcomer.messages} / ${newcomer.bytes}`,
      (burst.messages / members).toFixed(1),
      burst.serverMs.toFixed(1),
    ];
  });
  const head = [
    'session',
    'members',
    'all members: messages / bytes',
    'each member: messages / bytes',
    'target',
    'newcomer: messages / bytes',
    `${BURST} at once: messages to each member`,
    `${BURST} at once: server CPU ms per join`,
  ];
  return `${renderTable(head, rows)}\n\n${renderSlopes(points)}`;
}

/** What each member that is there adds to the processor time of a join. */
function renderSlopes(points: readonly GrowthPoint[]): string {
  const slopes = SCENARIOS.map(({ name }) => {
    const own = points.filter(({ scenario }) => scenario === name);
    const [first, last] = [own.at(0), own.at(-1)];
    if (first === undefined || last === undefined) return `${name}: not measured`;
    const slope = (last.burst.serverMs - first.burst.serverMs) / (last.members - first.members);
    return `${slope.toFixed(3)} ms (${name})`;
  });
  return `Server CPU that each other member adds to a join: ${slopes.join(', ')}; target <= 0.05 ms for presence alone.`;
}
