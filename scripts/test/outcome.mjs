/** @typedef {{ passed: number, failed: number, skipped: number }} Outcome how many tests ended how */

/**
 * One test: a check that either holds or does not.
 * @param {boolean} passed
 * @returns {Outcome}
 */
export function single(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {Outcome}
 */
export function sum(outcomes) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of outcomes) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/**
 * A runner that ended badly without a failed test (it crashed, or could not start) has failed all the same.
 * @param {Outcome} outcome
 * @param {number} exitCode
 * @returns {Outcome}
 */
export function withExitCode(outcome, exitCode) {
  return exitCode !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}
