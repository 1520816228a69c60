import { parseArgs } from 'node:util';
import { COMMANDS } from './catalogue.ts';
import { type Command, type CommandOption, type Given, toUsage, UsageError, type Work } from './command.ts';
import { COMMON_OPTIONS, toCommandHelp, toOverview } from './help.ts';

/** What a command line asks for: a text to print, or work under the settings of a file. */
export type Request = { readonly help: string } | { readonly work: Work; readonly configFile: string | undefined };

const TOPICS = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0] ?? ''))];

/** Reads what was typed after `npx conclave`. Throws a {@link UsageError} of one line that says what is right. */
export function parseCommandLine(typed: readonly string[]): Request {
  const { values, positionals } = readArguments(typed);
  const command = COMMANDS.find(({ name }) => name === positionals.slice(0, name.split(' ').length).join(' '));
  if (values.help === true)
    return { help: command === undefined ? toOverview(positionals[0]) : toCommandHelp(command) };
  if (command === undefined) throw unknownCommand(positionals);
  const words = positionals.slice(command.name.split(' ').length);
  const given = toGiven(command, words, values);
  return { work: command.plan(given), configFile: typeof values.config === 'string' ? values.config : undefined };
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Options may stand anywhere, so they are read before it is known which command they are for. */
function readArguments(typed: readonly string[]): { values: Values; positionals: string[] } {
  const known = [...COMMON_OPTIONS, ...COMMANDS.flatMap(({ options }) => options)];
  const options = Object.fromEntries(known.map(({ name, value }) => [name, { type: value ? 'string' : 'boolean' }]));
  try {
    return parseArgs({
      args: [...typed],
      options: {
        ...(options as Record<string, { type: 'string' | 'boolean' }>),
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    }) as { values: Values; positionals: string[] };
  } catch (error) {
    // The first sentence says what is wrong; the others are for programmers.
    const [problem = ''] = (error as Error).message.split(/\.?[ \n]+(?=[A-Z])/);
    throw new UsageError(`${problem}. npx conclave --help lists commands and options.`);
  }
}

function toGiven(command: Command, words: readonly string[], values: Values): Given {
  const right = `Right is: ${toUsage(command)}`;
  const { parameters, options } = command;
  const isTaken = (name: string): boolean => [...COMMON_OPTIONS, ...options].some((option) => option.name === name);
  const foreign = Object.keys(values).find((name) => !isTaken(name));
  if (foreign !== undefined) throw new UsageError(`${command.name} has no option --${foreign}. ${right}`);
  const missing = parameters[words.length];
  if (missing !== undefined) throw new UsageError(`${command.name} needs ${missing}. ${right}`);
  if (words.length > parameters.length) throw new UsageError(`${command.name} was given too much. ${right}`);
  const isSwitch = ({ name }: CommandOption): boolean => values[name] === true;
  return {
    words,
    values: Object.fromEntries(
      Object.entries(values).filter(([, value]) => typeof value === 'string'),
    ) as Given['values'],
    switches: new Set(options.filter(isSwitch).map(({ name }) => name)),
  };
}

function unknownCommand([topic]: readonly string[]): UsageError {
  const asked = COMMANDS.filter(({ name }) => name.split(' ')[0] === topic);
  if (topic === undefined || asked.length === 0) {
    return new UsageError(`Right is: npx conclave ${TOPICS.join('|')} ... (npx conclave --help lists all commands)`);
  }
  const words = asked.map(({ name }) => name.slice(topic.length + 1));
  return new UsageError(`Right is: npx conclave ${topic} ${words.join('|')} ... (npx conclave ${topic} --help)`);
}
