import { readFileSync } from 'node:fs';
import { type Config, SETTINGS, type SettingKey } from './schema.ts';
import type { Setting } from './setting.ts';

/** A setting that cannot be used; the message is one line that names the key, the problem and an example. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Where settings come from: `env` wins over the JSON file at `file` (or at `env.CONCLAVE_CONFIG`). */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file?: string | undefined;
}

const KEYS = Object.keys(SETTINGS) as SettingKey[];

/** Reads and checks every setting; throws a {@link ConfigError} at the first that is wrong. */
export function loadConfig({ env, file = env.CONCLAVE_CONFIG || undefined }: ConfigSources): Config {
  const fromFile = file === undefined ? {} : readConfigFile(file);
  const values = KEYS.map((key) => {
    const setting = SETTINGS[key] as Setting<unknown>;
    const text = env[setting.env];
    if (text !== undefined && text !== '') return [key, checkValue(setting, text, setting.env)];
    // `null` in the file is "not set", as in JSON elsewhere.
    if ((fromFile[key] ?? undefined) !== undefined) return [key, checkValue(setting, fromFile[key], `${file}: ${key}`)];
    return [key, setting.defaultValue];
  });
  const config = Object.fromEntries(values) as Config;
  checkPair(config, 'tlsCert', 'tlsKey');
  checkPair(config, 'apiKey', 'apiSecret');
  checkProjects(config);
  return config;
}

function readConfigFile(file: string): Record<string, unknown> {
  const example = '{"httpPort": 8080}';
  const refuse = (problem: string): never => {
    throw new ConfigError(`CONCLAVE_CONFIG: ${file} ${problem}. Example of its content: ${example}`);
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // A parser's message can quote the file, secrets included.
    return refuse(error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read');
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return refuse('is not a JSON object');
  const unknown = Object.keys(content).find((key) => !Object.hasOwn(SETTINGS, key));
  if (unknown !== undefined) {
    return refuse(`has the unknown key ${quote(unknown)}; the keys are ${KEYS.join(', ')}`);
  }
  return content as Record<string, unknown>;
}

function checkValue(setting: Setting<unknown>, raw: unknown, name: string): unknown {
  const value = setting.parse(raw);
  if (value !== undefined) return value;
  const subject = setting.secret ? 'the value' : quote(raw);
  throw new ConfigError(`${name}: ${subject} is not ${setting.expected}. Example: ${setting.env}=${setting.example}`);
}

/** Two settings that only make sense together. */
function checkPair(config: Config, first: SettingKey, second: SettingKey): void {
  if ((config[first] === undefined) === (config[second] === undefined)) return;
  const [missing, given] = config[first] === undefined ? [first, second] : [second, first];
  const { env, example } = SETTINGS[missing];
  throw new ConfigError(`${env}: it is missing, but ${SETTINGS[given].env} is set. Example: ${env}=${example}`);
}

function checkProjects({ apiKey, projects }: Config): void {
  const keys = [...(apiKey === undefined ? [] : [apiKey]), ...projects.map((project) => project.apiKey)];
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice === undefined) return;
  const { env, example } = SETTINGS.projects;
  throw new ConfigError(`${env}: the API key ${twice} is there twice. Example: ${env}=${example}`);
}

function quote(raw: unknown): string {
  const shown = JSON.stringify(raw) ?? String(raw);
  return shown.length > 80 ? `${shown.slice(0, 80)}...` : shown;
}
