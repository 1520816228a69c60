import { isIP } from 'node:net';

/** One row of the settings table: how a value is named, read, checked and explained. */
export interface Setting<Value> {
  /** Environment variable. */
  readonly env: string;
  /** What a value must be, so that "... is not <expected>" reads as a sentence. */
  readonly expected: string;
  readonly help: string;
  /** A valid value as it is written in an environment variable. */
  readonly example: string;
  /** Used when nothing is set; `defaultText` explains one that is found out at start. */
  readonly defaultValue: Value;
  readonly defaultText?: string;
  /** A secret's value is never shown. */
  readonly secret?: boolean;
  /** Turns the text of an environment variable, or a JSON value, into the setting's value; undefined: not acceptable. */
  readonly parse: (raw: unknown) => Value | undefined;
}

type Words<Value> = Omit<Setting<Value>, 'parse' | 'expected'> & { readonly expected?: string };

/** A whole number from `min` to `max`. */
export function integer(words: Words<number>, min: number, max: number): Setting<number> {
  return {
    expected: `a whole number from ${min} to ${max}`,
    ...words,
    parse: (raw) => {
      const value = typeof raw === 'string' && /^\d{1,15}$/.test(raw.trim()) ? Number(raw) : raw;
      return Number.isInteger(value) && (value as number) >= min && (value as number) <= max
        ? (value as number)
        : undefined;
    },
  };
}

/** Text; `pattern` narrows it. An empty environment variable counts as not set. */
export function text<Value extends string | undefined>(words: Words<Value>, pattern = /^[\s\S]+$/): Setting<Value> {
  return {
    expected: 'a text',
    ...words,
    parse: (raw) => (typeof raw === 'string' && pattern.test(raw) ? (raw as Value) : undefined),
  };
}

/** An IP address. */
export function address(words: Words<string | undefined>): Setting<string | undefined> {
  return {
    expected: 'an IP address',
    ...words,
    parse: (raw) => (typeof raw === 'string' && isIP(raw) > 0 ? raw : undefined),
  };
}

/** One word of a list. */
export function choice<Value extends string>(words: Words<Value>, values: readonly Value[]): Setting<Value> {
  return {
    expected: `one of ${values.join(', ')}`,
    ...words,
    parse: (raw) => values.find((value) => value === raw),
  };
}

/** Comma-separated words, or a JSON array of them; `toItem` reads one and answers undefined when it is not acceptable. */
export function list<Item>(
  words: Words<readonly Item[]>,
  toItem: (word: string) => Item | undefined,
): Setting<readonly Item[]> {
  return {
    expected: 'a comma-separated list',
    ...words,
    parse: (raw) => {
      const wordsGiven = typeof raw === 'string' ? raw.split(',') : raw;
      if (!Array.isArray(wordsGiven)) return undefined;
      const items = wordsGiven.map((word) => (typeof word === 'string' ? toItem(word.trim()) : undefined));
      return items.includes(undefined) ? undefined : (items as Item[]);
    },
  };
}

/** JSON text in the environment, the value itself in the file; `accepts` checks its shape. */
export function json<Value>(words: Words<Value>, accepts: (value: unknown) => value is Value): Setting<Value> {
  return {
    expected: 'valid JSON',
    ...words,
    parse: (raw) => {
      const value = typeof raw === 'string' ? parseJson(raw) : raw;
      return accepts(value) ? value : undefined;
    },
  };
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
