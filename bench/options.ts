import { parseArgs } from 'node:util';

/** What `npm run bench -- ...` may choose. */
export interface BenchOptions {
  /** Runs of each flow at each round-trip time. */
  readonly runs: number;
  /** Runs of each interruption. */
  readonly recoveries: number;
  /** Round-trip times in milliseconds, without 0, which always runs. */
  readonly rttsMs: readonly number[];
  /** Only flows whose name contains this; `recovery` for the interruptions. */
  readonly flow: string | undefined;
  /** Print what happened in each run of the last round. */
  readonly timeline: boolean;
  /** Write the results into bench/README.md; never done when only some flows run. */
  readonly write: boolean;
}

/** Reads the command line; throws with a sentence about what is wrong. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '5' },
      recoveries: { type: 'string', default: '3' },
      rtts: { type: 'string', default: '100,200' },
      flow: { type: 'string' },
      timeline: { type: 'boolean', default: false },
      write: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const runs = Number(values.runs);
  const recoveries = Number(values.recoveries);
  const rttsMs = values.rtts.split(',').map(Number);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1, for example --runs=5');
  if (!Number.isInteger(recoveries) || recoveries < 1) throw new Error('--recoveries takes a whole number from 1');
  if (!rttsMs.every((rttMs) => rttMs > 0)) throw new Error('--rtts takes milliseconds, for example --rtts=100,200');
  return {
    runs,
    recoveries,
    rttsMs,
    flow: values.flow,
    timeline: values.timeline,
    write: values.write && values.flow === undefined,
  };
}
