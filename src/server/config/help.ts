import { SETTINGS } from './schema.ts';
import type { Setting } from './setting.ts';

/** The settings table in words, for `--help`. */
export function toHelp(): string {
  const rows = Object.entries(SETTINGS as Record<string, Setting<unknown>>).flatMap(([key, setting]) => [
    `  ${setting.env}  (in the file: ${key})`,
    `      ${setting.help}`,
    `      default: ${setting.defaultText ?? String(setting.defaultValue ?? 'none')}   example: ${setting.example}`,
  ]);
  return [
    'Usage: npm start -- [--config <file>] [--help]',
    '',
    'Settings are environment variables, or keys of one JSON file named by --config or CONCLAVE_CONFIG;',
    'the environment wins. Relative paths start at the current folder.',
    '',
    ...rows,
    '',
  ].join('\n');
}
