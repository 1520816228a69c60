import { calibrate } from './delay/calibration.ts';
import { measureRun, type Run } from './measure.ts';
import { parseOptions } from './options.ts';
import { measureRecovery } from './recovery/measure.ts';
import { renderRecovery } from './recovery/report.ts';
import { renderCalibration, renderReport, renderTimeline } from './report.ts';
import { describeCircumstances, writeResults } from './results.ts';
import { openStage } from './stage.ts';

// npm run bench: round trips to the first frame, signaling per join, and size of the SDK; see bench/README.md.

/** A port outside of the servers' own. */
const CALIBRATION_PORT = 43_000;

const options = parseOptions(process.argv.slice(2));
const rttsMs = [0, ...options.rttsMs];
const stage = await openStage();
try {
  const calibration = renderCalibration(await calibrate(stage.proxy, rttsMs, CALIBRATION_PORT));
  console.log(calibration);
  const flows = stage.flows.filter(({ flow }) => flow.name.includes(options.flow ?? ''));
  const runs: Run[] = [];
  // Everything takes turns, so that a busy minute of the machine falls on all alike.
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
  const recovers = 'recovery'.includes(options.flow ?? 'recovery');
  const recovery = recovers ? renderRecovery(await measureRecovery(stage.firstBrowser, options.recoveries)) : '';
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ').replace(/ --$/, '');
  const circumstances = describeCircumstances(command, stage.firstBrowser.version());
  const report = [circumstances, calibration, runs.length > 0 ? renderReport(runs) : '', recovery]
    .filter((part) => part !== '')
    .join('\n\n');
  console.log(`\n${report}`);
  if (options.write) writeResults(report);
} finally {
  await stage.close();
}
