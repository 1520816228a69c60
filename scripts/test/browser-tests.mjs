import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInForeground } from '../foreground.mjs';
import { inTestNetwork } from '../network.mjs';
import { inProject } from '../project.mjs';
import { note } from '../step.mjs';
import { sum, withExitCode } from './outcome.mjs';

/**
 * Runs the browser tests with Playwright, in a network of their own.
 * @param {readonly string[]} args for Playwright: file filters and its options
 * @param {{ node: string, env: NodeJS.ProcessEnv }} runtime
 */
export async function runBrowserTests(args, { node, env }) {
  if (!existsSync(inProject('playwright.config.ts'))) {
    note('No browser tests: there is no playwright.config.ts.');
    return sum([]);
  }
  const folder = mkdtempSync(join(tmpdir(), 'conclave-browser-test-'));
  const report = join(folder, 'report.json');
  const command = [node, inProject('node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json', ...args];
  try {
    const { commandLine, mediaIp } = await inTestNetwork(command);
    const code = await runInForeground(commandLine, {
      cwd: inProject(),
      env: {
        ...env,
        CONCLAVE_TEST_MEDIA_IP: mediaIp,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    });
    return withExitCode(readSummary(report), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} report */
function readSummary(report) {
  // Playwright that could not even load its configuration leaves no report; its exit code tells.
  if (!existsSync(report)) return sum([]);
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}
