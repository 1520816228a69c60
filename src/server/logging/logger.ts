import { type DestinationStream, destination, type Level, type Logger, pino } from 'pino';
import { REDACTED, REDACTED_PATHS, redactText, toLoggedError } from './redaction.ts';

/** How the log is written. */
export interface LogOptions {
  readonly level: Level | 'silent';
  readonly format: 'auto' | 'json' | 'pretty';
}

/** The process's log, on standard error, so that standard output is left to the banner for people. Without secrets, people and addresses. */
export async function createLogger({ level, format }: LogOptions): Promise<Logger> {
  const pretty = format === 'pretty' || (format === 'auto' && process.stderr.isTTY === true);
  // Written synchronously: what was logged before a crash is there.
  const stream = pretty ? await createPrettyStream() : destination({ fd: 2, sync: true });
  return createLoggerTo(stream, level);
}

/** A logger with the same rules that writes to any stream. */
export function createLoggerTo(stream: DestinationStream, level: Level | 'silent'): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: toLoggedError, error: toLoggedError },
      redact: { paths: REDACTED_PATHS, censor: REDACTED },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          // pino would take the message of a bare error as it is.
          const whole = first instanceof Error ? [{ err: first }, ...(rest.length > 0 ? rest : [first.message])] : args;
          method.apply(this, whole.map(toLoggable) as Parameters<typeof method>);
        },
      },
    },
    stream,
  );
}

function toLoggable(arg: unknown): unknown {
  return typeof arg === 'string' ? redactText(arg) : arg;
}

async function createPrettyStream(): Promise<DestinationStream> {
  const { default: createPretty } = await import('pino-pretty');
  return createPretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' });
}
