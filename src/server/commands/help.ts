import { COMMANDS } from './catalogue.ts';
import { type Command, type CommandOption, toOptionText, toUsage } from './command.ts';

/** Options of every command. */
export const COMMON_OPTIONS: readonly CommandOption[] = [
  { name: 'config', value: '<file>', help: 'The JSON file of settings that the server is started with.' },
  { name: 'help', help: 'Prints this.' },
];

const SETTINGS_NOTE = [
  'Commands work on the database of the server with the same settings (CONCLAVE_* in the environment, or --config);',
  'the server may be running, and sees what they change at once. npm start -- --help lists the settings.',
];

/** The commands that begin with `topic`, or all of them. */
export function toOverview(topic: string | undefined): string {
  const asked = COMMANDS.filter(({ name }) => name.split(' ')[0] === topic);
  const shown = asked.length > 0 ? asked : COMMANDS;
  return toText([
    `Usage: npx conclave ${asked.length > 0 ? topic : '<command>'} ... [--config <file>] [--help]`,
    '',
    ...shown.flatMap((command) => [`  ${toUsage(command)}`, `      ${command.summary}`]),
    '',
    ...SETTINGS_NOTE,
  ]);
}

/** One command with its options. */
export function toCommandHelp(command: Command): string {
  const options = [...command.options, ...COMMON_OPTIONS];
  const width = Math.max(...options.map((option) => toOptionText(option).length));
  return toText([
    `Usage: ${toUsage(command)}`,
    '',
    command.summary,
    ...command.notes,
    '',
    ...options.map((option) => `  ${toOptionText(option).padEnd(width)}   ${option.help}`),
    '',
    ...SETTINGS_NOTE,
  ]);
}

function toText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
