import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withoutSettings } from './server.ts';

const CLI = fileURLToPath(new URL('../../src/server/cli.ts', import.meta.url));

/** What a command did. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run for a test. */
export interface CommandOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is run; default: the commands themselves, without the script that prepares tools. */
  readonly commandLine?: readonly string[];
}

/** Runs `npx conclave <args>` on the data folder of a test, and waits for its end. */
export function runCommand(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { dataDir, env = {}, cwd, commandLine = [process.execPath, CLI] } = options;
  const [command = '', ...before] = commandLine;
  const { INIT_CWD: _, ...rest } = withoutSettings(process.env);
  const child = spawn(command, [...before, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...rest, CONCLAVE_DATA_DIR: dataDir, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
}

/** Runs a command that has to succeed, and reads the JSON value it prints. */
export async function runJson(args: readonly string[], options: CommandOptions): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await runCommand([...args, '--json'], options);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
