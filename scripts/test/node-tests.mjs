import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInForeground } from '../foreground.mjs';
import { filesIn, inProject } from '../project.mjs';
import { note } from '../step.mjs';
import { sum, withExitCode } from './outcome.mjs';

/** A test file that hangs is stopped after this long, in milliseconds. */
const FILE_TIMEOUT_MS = 300_000;

/**
 * Runs the tests in one file or folder with Node's own runner.
 * @param {string} place inside the checkout, e.g. "test/unit"
 * @param {readonly string[]} filters only files whose path contains one of these; all of them when empty. Those with a dash go to the runner.
 * @param {{ node: string, env: NodeJS.ProcessEnv }} runtime
 */
export async function runNodeTests(place, filters, { node, env }) {
  const names = filters.filter((filter) => !filter.startsWith('-'));
  const files = testFiles(place).filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  if (files.length === 0) {
    note(`No test files${names.length > 0 ? ` with ${names.join(' or ')} in their name` : ''} in ${place}.`);
    return sum([]);
  }
  const folder = mkdtempSync(join(tmpdir(), 'conclave-test-'));
  const report = join(folder, 'report.tap');
  const options = [
    '--test',
    `--test-timeout=${FILE_TIMEOUT_MS}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
  ];
  const counted = [
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
    ...filters.filter((filter) => filter.startsWith('-')),
  ];
  try {
    const code = await runInForeground([node, ...options, ...counted, ...files], { cwd: inProject(), env });
    return withExitCode(readSummary(report), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} place */
function testFiles(place) {
  const path = inProject(place);
  return (existsSync(path) && statSync(path).isFile() ? [path] : filesIn(path)).filter((file) =>
    file.endsWith('.test.ts'),
  );
}

/**
 * The runner's own totals, in the comments at the end of its TAP report.
 * @param {string} report
 */
function readSummary(report) {
  const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const count = (/** @type {string} */ name) =>
    Number(
      text
        .match(new RegExp(`^# ${name} (\\d+)$`, 'gm'))
        ?.at(-1)
        ?.split(' ')[2] ?? 0,
    );
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
}
