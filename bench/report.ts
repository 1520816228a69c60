import type { Run } from './measure.ts';

/** What happened in a run, one line each. */
export function renderTimeline(run: Run): string {
  const lines = run.timeline.map(([atMs, who, what]) => `${atMs.toFixed(0).padStart(7)} ms  ${who.padEnd(9)} ${what}`);
  return [`${run.flow} at ${run.rttMs} ms:`, ...lines].join('\n');
}
