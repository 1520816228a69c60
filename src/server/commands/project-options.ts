import { type CommandOption, UsageError } from './command.ts';

const API_KEY = /^[1-9]\d{0,9}$/;
const APPLICATION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** No control characters, no breaks of lines, nothing that turns the direction of what follows, no halves of characters. */
const NAME = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,80}$/u;

/** Answers a program rather than a person. */
export const JSON_OPTION: CommandOption = { name: 'json', help: 'Prints one JSON value instead of words.' };

/** Keeps an application's private key off the screen. */
export const PRIVATE_KEY_OPTION: CommandOption = {
  name: 'private-key',
  value: '<file>',
  help: 'Writes the private key of an application to a new file (mode 600) instead of printing it.',
};

/** The id of a project: an API key, or an application id in either case. Throws {@link UsageError}. */
export function parseProjectId(word = ''): string {
  const id = word.toLowerCase();
  if (API_KEY.test(id) || APPLICATION_ID.test(id)) return id;
  throw new UsageError(
    'The id of a project is an API key (a number) or an application id (a UUID); npx conclave project list shows them.',
  );
}

/** The name of a project. Throws {@link UsageError}. */
export function parseName(name: string): string {
  if (NAME.test(name) && name.trim() !== '') return name;
  throw new UsageError(
    '--name is a text of 1 to 80 characters without control characters, for example --name "Clinic, staging".',
  );
}

/** Whole hours from 0 to 720 (30 days). Throws {@link UsageError}. */
export function parseOverlapHours(hours: string): number {
  if (/^\d{1,3}$/.test(hours) && Number(hours) <= 720) return Number(hours);
  throw new UsageError(
    '--overlap-hours is a whole number from 0 (the old secret fails at once) to 720, for example --overlap-hours 24.',
  );
}
