import { chmodSync, statSync } from 'node:fs';
import { destination, type Logger } from 'pino';
import type { AuditEntry } from '../observations.ts';
import { createLoggerTo } from './logger.ts';

/** Where actions that change something are recorded. */
export interface AuditLog {
  record(entry: AuditEntry): void;
  /** Goes on in a new file, after the old one was moved away. */
  reopen(): void;
  /** Idempotent. */
  close(): void;
}

/** Records actions in the log, or in a file of their own, which is made with mode 600 and appended to. Throws when it cannot be opened. */
export function openAuditLog({ file, logger }: { file: string | undefined; logger: Logger }): AuditLog {
  if (file === undefined) return toAuditLog(logger);
  // Written synchronously: what was recorded before a crash is there.
  const stream = destination({ dest: file, append: true, mode: 0o600, sync: true });
  // A device is everybody's.
  if (statSync(file).isFile()) chmodSync(file, 0o600);
  // A full disk must not end the calls; the log says so.
  stream.on('error', (error) => logger.error({ err: error }, 'the audit log could not be written'));
  let closed = false;
  return {
    // Whatever the level of the log, the record is whole.
    ...toAuditLog(createLoggerTo(stream, 'info')),
    reopen: () => {
      if (closed) return;
      try {
        stream.reopen();
      } catch {
        // Told as an error of the stream, too; it goes on in the old file.
      }
    },
    close: () => {
      if (closed) return;
      closed = true;
      stream.end();
    },
  };
}

function toAuditLog(logger: Logger): AuditLog {
  return {
    record: ({ event, ...entry }) => logger.info({ audit: true, event: `audit.${event}`, ...entry }, entry.action),
    reopen: () => undefined,
    close: () => undefined,
  };
}
