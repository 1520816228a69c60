import type { Workplace } from './workplace.ts';

/** An option as people write it: `--name <text>`, or `--json` when it takes no value. */
export interface CommandOption {
  readonly name: string;
  /** What stands for its value in the help; absent: the option is a switch. */
  readonly value?: string;
  readonly help: string;
}

/** What a command was given; which words and options there may be is checked already. */
export interface Given {
  readonly words: readonly string[];
  /** The value of an option, where it was given. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** The switches that were given. */
  readonly switches: ReadonlySet<string>;
}

/** What is left to do once everything given is known to be right. */
export type Work = (workplace: Workplace) => Promise<void>;

/** One thing an operator can have done. */
export interface Command {
  /** The words it is called by, such as `project create`. */
  readonly name: string;
  /** What follows the name, each as the help shows it, such as `<id>`. */
  readonly parameters: readonly string[];
  readonly options: readonly CommandOption[];
  /** What it does, in one line. */
  readonly summary: string;
  /** What else its user has to know; a line each. */
  readonly notes: readonly string[];
  /** Checks what was given before anything is opened. Throws {@link UsageError}. */
  plan(given: Given): Work;
}

/** What was typed is no command; the message says what is right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** How a command is called, in one line. */
export function toUsage({ name, parameters, options }: Command): string {
  const optional = options.map((option) => `[${toOptionText(option)}]`);
  return ['npx conclave', name, ...parameters, ...optional].join(' ');
}

/** An option as people write it. */
export function toOptionText({ name, value }: CommandOption): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
