import { calibrate } from './delay/calibration.ts';
import { measureRun, type Run } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { measureRecovery } from './recovery/measure.ts';
import { renderRecovery } from './recovery/report.ts';
import { renderCalibration, renderReport, renderTimeline } from './report.ts';
import { type OpenStage, openStage } from './stage.ts';

/** A port outside of the servers' own. */
const CALIBRATION_PORT = 43_000;

/** Measures joining over a long line, and coming back after interruptions; returns the results as Markdown, and the browser's version. */
export async function runJoin(options: BenchOptions): Promise<{ report: string; browserVersion: string }> {
  const rttsMs = [0, ...options.rttsMs];
  const stage = await openStage();
  try {
    const calibration = renderCalibration(await calibrate(stage.proxy, rttsMs, CALIBRATION_PORT));
    console.log(calibration);
    const runs = await measureRounds(stage, options, rttsMs);
    const recovers = 'recovery'.includes(options.flow ?? 'recovery');
    const recovery = recovers ? renderRecovery(await measureRecovery(stage.firstBrowser, options.recoveries)) : '';
    const report = [calibration, runs.length > 0 ? renderReport(runs) : '', recovery]
      .filter((part) => part !== '')
      .join('\n\n');
    return { report, browserVersion: stage.firstBrowser.version() };
  } finally {
    await stage.close();
  }
}

/** Everything takes turns, so that a busy minute of the machine falls on all alike. */
async function measureRounds(stage: OpenStage, options: BenchOptions, rttsMs: readonly number[]): Promise<Run[]> {
  const flows = stage.flows.filter(({ flow }) => flow.name.includes(options.flow ?? ''));
  const runs: Run[] = [];
  for (let round = 1; round <= options.runs; round += 1) {
    for (const rttMs of rttsMs) {
      for (const { flow, ports } of flows) {
        const run = await measureRun(stage, flow, ports, rttMs);
        runs.push(run);
        const times = `subscribe ${run.subscribeMs.toFixed(0)} ms, publish ${run.publishMs.toFixed(0)} ms`;
        console.log(`round ${round} of ${options.runs}, ${rttMs} ms, ${flow.name}: ${times}`);
        if (options.timeline && round === options.runs) console.log(renderTimeline(run));
      }
    }
  }
  return runs;
}
