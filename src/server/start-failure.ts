import { ConfigError } from './config/load.ts';
import { SETTINGS } from './config/schema.ts';
import { ServiceError } from './errors.ts';
import { HostError, PortError } from './http/port-error.ts';

/** The media workers did not start; the cause is mediasoup's error. */
export class MediaStartError extends Error {
  override readonly name = 'MediaStartError';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The database could not be opened; the cause is the driver's error, whose text names host and port at most. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError';

  constructor(cause: unknown) {
    const { message, code } = cause as { message?: string; code?: string };
    super(message || code || 'no reason given', { cause });
  }
}

/** The file for the audit log cannot be opened. */
export class AuditLogError extends Error {
  override readonly name = 'AuditLogError';

  constructor(cause: unknown) {
    super((cause as NodeJS.ErrnoException).code ?? String(cause), { cause });
  }
}

/** Why the server did not start: one line for what its user can mend, everything else with its stack. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof ConfigError || error instanceof ServiceError) return error.message;
  if (error instanceof PortError) {
    const { env } = SETTINGS[`${error.which}Port`];
    return `${env}: ${error.message}. Example: ${env}=${error.port + 1}, or 0 for any free port.`;
  }
  if (error instanceof HostError) {
    const { env, example } = SETTINGS.httpHost;
    return `${env}: ${error.message}. Example: ${env}=${example}`;
  }
  if (error instanceof AuditLogError) {
    const { env, example } = SETTINGS.auditLog;
    return `${env}: the file cannot be opened (${error.message}). Example: ${env}=${example}`;
  }
  if (error instanceof MediaStartError) return explainMedia(error);
  if (error instanceof DatabaseStartError) {
    const { env, example } = SETTINGS.databaseUrl;
    return `${env}: the database cannot be opened (${error.message}). Example: ${env}=${example}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function explainMedia({ message }: MediaStartError): string {
  const { mediaIps, mediaPorts } = SETTINGS;
  if (message.includes('port bind failed')) {
    return `${mediaIps.env}: media cannot listen on an address (${message}). Example: ${mediaIps.env}=${mediaIps.example}`;
  }
  if (message.includes('no more available ports')) {
    return `${mediaPorts.env}: no port of the range is free (${message}). Example: ${mediaPorts.env}=${mediaPorts.example}`;
  }
  return `MEDIASOUP_WORKER_BIN: the media worker does not start (${message}). Leave it unset and run npm start, which finds or builds one.`;
}
