import { parseArgs } from 'node:util';

/** The parts of the bench: joining over a long line, in browsers, and the signaling of many, without. */
export type Part = 'join' | 'signaling';

/** What `npm run bench -- ...` may choose. */
export interface BenchOptions {
  readonly parts: readonly Part[];
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
  /** Signaling connections. */
  readonly connections: number;
  /** Folder for a processor profile of the server in the signaling part. */
  readonly profile: string | undefined;
  /** Write the results into bench/README.md; never done when only some flows run. */
  readonly write: boolean;
}

const PARTS: readonly Part[] = ['join', 'signaling'];
const MOST_CONNECTIONS = 5_000;

/** Reads the command line; throws with a sentence about what is wrong. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '5' },
      recoveries: { type: 'string', default: '3' },
      rtts: { type: 'string', default: '100,200' },
      flow: { type: 'string' },
      part: { type: 'string' },
      connections: { type: 'string', default: '1000' },
      profile: { type: 'string' },
      timeline: { type: 'boolean', default: false },
      write: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const runs = Number(values.runs);
  const recoveries = Number(values.recoveries);
  const connections = Number(values.connections);
  const rttsMs = values.rtts.split(',').map(Number);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1, for example --runs=5');
  if (!Number.isInteger(recoveries) || recoveries < 1) throw new Error('--recoveries takes a whole number from 1');
  if (!rttsMs.every((rttMs) => rttMs > 0)) throw new Error('--rtts takes milliseconds, for example --rtts=100,200');
  if (!Number.isInteger(connections) || connections < 10 || connections > MOST_CONNECTIONS) {
    throw new Error(`--connections takes a whole number from 10 to ${MOST_CONNECTIONS}`);
  }
  return {
    parts: parseParts(values.part, values.flow),
    runs,
    recoveries,
    rttsMs,
    flow: values.flow,
    connections,
    profile: values.profile,
    timeline: values.timeline,
    write: values.write && values.flow === undefined,
  };
}

/** A flow is one of joining. */
function parseParts(part: string | undefined, flow: string | undefined): readonly Part[] {
  if (part === undefined) return flow === undefined ? PARTS : ['join'];
  const chosen = PARTS.filter((name) => name === part);
  if (chosen.length === 0) throw new Error(`--part takes one of ${PARTS.join(', ')}`);
  return chosen;
}
