declare const console: Record<'error' | 'warn' | 'info' | 'debug', (line: string) => void>;

/** Levels by rising amount, as OpenTok numbers them. */
const LEVELS = { error: 1, warn: 2, info: 3, debug: 5 } as const;

/** How a line is marked. */
export type LogLevel = keyof typeof LEVELS;

/** So many lines are kept. */
const KEPT_LINES = 200;

/** Writes lines to the console, those up to its level, and keeps the last ones; never put tokens, names or addresses into one. */
export class Logger {
  /** 0 nothing, 1 errors, 2 warnings, 3 information, 5 all. */
  level: number = LEVELS.warn;
  /** The last lines, oldest first, each with its time. */
  readonly lines: string[] = [];

  /** Keeps a line without writing it. */
  note(line: string): void {
    this.lines.push(`${new Date().toISOString()} ${line}`);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
  }

  log(level: LogLevel, line: string): void {
    this.note(`${level} ${line}`);
    if (LEVELS[level] <= this.level) console[level](`Conclave: ${line}`);
  }
}
