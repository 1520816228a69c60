declare const console: Record<'error' | 'warn' | 'info' | 'debug', (line: string) => void>;

/** Levels by rising amount, as OpenTok numbers them. */
const LEVELS = { error: 1, warn: 2, info: 3, debug: 5 } as const;

/** How a line is marked. */
export type LogLevel = keyof typeof LEVELS;

/** Writes lines to the console, those up to its level; never put tokens, names or addresses into one. */
export class Logger {
  /** 0 nothing, 1 errors, 2 warnings, 3 information, 5 all. */
  level: number = LEVELS.warn;

  log(level: LogLevel, line: string): void {
    if (LEVELS[level] <= this.level) console[level](`Conclave: ${line}`);
  }
}
