import { isatty } from 'node:tty';
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { toBanner } from './banner.ts';
import type { Server } from './compose.ts';
import { toHelp } from './config/help.ts';
import { ConfigError, loadConfig } from './config/load.ts';
import { createLogger } from './logging/logger.ts';
import { explainStartFailure } from './start-failure.ts';

/** Whatever hangs while stopping does not keep the process: 5 s are promised, after the time calls may go on. */
const STOP_DEADLINE_MS = 4500;

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(toHelp());
    return;
  }
  // Whatever this process writes is its user's alone.
  process.umask(0o077);
  const config = loadConfig({ env: process.env, file: options.config });
  const logger = await createLogger({ level: config.logLevel, format: config.logFormat });
  stopOnFailure(logger);
  // Loaded only now, so that a wrong setting is told at once.
  const { openServer } = await import('./compose.ts');
  const server = await openServer(config, logger);
  stopOnSignal(server, logger);
  process.stdout.write(toBanner(server, performance.now()));
  logger.info({ readyInMs: Math.round(performance.now()) }, 'server ready');
}

function readOptions(): { help?: boolean; config?: string } {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' }, config: { type: 'string' } } });
    return values;
  } catch (error) {
    throw new ConfigError(`${(error as Error).message} The options are --help and --config <file>.`);
  }
}

function stopOnSignal(server: Server, logger: Logger): void {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    // Asked again: calls are not waited for any longer.
    if (stopping) return server.close();
    stopping = true;
    logger.info({ signal }, 'server stopping');
    await server.drain();
    setTimeout(() => {
      logger.error({}, 'server did not stop in time');
      process.exit(1);
    }, STOP_DEADLINE_MS).unref();
    await server.close();
    logger.info({}, 'server stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void stop(signal));
  // On a terminal it says that the terminal has gone, elsewhere by custom that settings have changed.
  process.on('SIGHUP', (signal) => void (isatty(0) ? stop(signal) : server.reload()));
}

function stopOnFailure(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught error');
    process.exit(1);
  });
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exit(1);
}
