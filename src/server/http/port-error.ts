/** A port that could not be opened. `which` says which setting to change. */
export class PortError extends Error {
  override readonly name = 'PortError';
  readonly which: 'http' | 'https';
  readonly port: number;

  constructor(which: 'http' | 'https', port: number, cause: unknown) {
    const { code } = cause as NodeJS.ErrnoException;
    const problems: Record<string, string> = { EADDRINUSE: 'is in use', EACCES: 'may not be used by this user' };
    super(`port ${port} ${problems[code ?? ''] ?? `cannot be opened (${code})`}`, { cause });
    this.which = which;
    this.port = port;
  }
}

/** The address HTTP is to be served on is not this machine's. */
export class HostError extends Error {
  override readonly name = 'HostError';

  constructor(cause: unknown) {
    super("the address is none of this machine's", { cause });
  }
}
