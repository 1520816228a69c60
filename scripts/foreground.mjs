import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Signals that come this soon after the first are the same request by another way (a terminal's process group, npm's own forwarding). */
const SAME_REQUEST_MS = 1_000;

// npm hands a signal to the shell it runs scripts in, and that shell ends without telling us: then its absence is the signal.
const parent = process.env.npm_lifecycle_event ? process.ppid : undefined;
const parentIsGone = () => parent !== undefined && process.ppid !== parent;

/**
 * Runs the command that all the set-up was for, on our own input and output, until it ends. A signal to us is passed on once; a second one,
 * later, kills the command and everything it started.
 * @param {readonly string[]} commandLine
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it
 */
export function runInForeground([command = '', ...args], { cwd, env }) {
  if (parentIsGone()) return Promise.resolve(128 + constants.signals.SIGTERM);
  // A process group of its own: it gets each signal exactly once, from here, however many ways the signal came to us.
  const child = spawn(command, args, { cwd, env, stdio: 'inherit', detached: true });
  let firstAt = 0;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    if (firstAt === 0) {
      firstAt = Date.now();
      // A server takes SIGHUP as "read your files anew"; to us it says that the terminal has gone.
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    } else if (child.pid && Date.now() - firstAt > SAME_REQUEST_MS) process.kill(-child.pid, 'SIGKILL');
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  const watch = setInterval(() => parentIsGone() && pass('SIGTERM'), 300);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      for (const name of signals) process.off(name, pass);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
