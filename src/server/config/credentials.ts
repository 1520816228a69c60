import { randomBytes, randomInt } from 'node:crypto';
import type { ProjectCredential } from '../store-ports.ts';
import type { DataFolder } from './data-folder.ts';
import { ConfigError } from './load.ts';
import { type Config, SETTINGS } from './schema.ts';

const FILE = 'credentials.json';
const PASSCODE_FILE = 'passcode';
const ADMIN_PASSPHRASE_FILE = 'admin-passphrase';
const MASTER_KEY_FILE = 'master.key';
/** Without characters that look alike. */
const PASSCODE_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The first project's credential, and where it came from for people to find it. */
export interface Credentials {
  readonly project: ProjectCredential;
  /** A path, or the name of the setting. */
  readonly keptIn: string;
}

/** The configured credential, or the one made on first start and kept with mode 600; throws a ConfigError for a broken file. */
export function loadCredentials(config: Config, folder: DataFolder): Credentials {
  const known = findCredentials(config, folder);
  if (known !== undefined) return known;
  const made = { apiKey: createApiKey(), apiSecret: createApiSecret() };
  const kept = folder.create(FILE, `${JSON.stringify(made, null, 2)}\n`);
  return { project: parseCredentials(kept, folder), keptIn: folder.file(FILE) };
}

/** The same, and undefined before the first start; makes nothing. */
export function findCredentials({ apiKey, apiSecret }: Config, folder: DataFolder): Credentials | undefined {
  if (apiKey !== undefined && apiSecret !== undefined) {
    return { project: { apiKey, apiSecret }, keptIn: SETTINGS.apiSecret.env };
  }
  const kept = folder.read(FILE);
  return kept === undefined ? undefined : { project: parseCredentials(kept, folder), keptIn: folder.file(FILE) };
}

/** A random API key: nine digits, so that every official SDK can hold it. It may be taken already. */
export function createApiKey(): string {
  return String(randomInt(100_000_000, 1_000_000_000));
}

/** A random API secret of 160 bits: 40 hexadecimal characters. */
export function createApiSecret(): string {
  return randomBytes(20).toString('hex');
}

/** The key that secrets in the database are sealed with: the configured one, or one made on first start and kept with mode 600. */
export function loadMasterKey({ masterKey }: Config, folder: DataFolder): string {
  const kept = (): string =>
    folder.read(MASTER_KEY_FILE) ?? folder.create(MASTER_KEY_FILE, `${randomBytes(32).toString('hex')}\n`);
  const known = masterKey ?? kept().trim();
  if (SETTINGS.masterKey.parse(known) !== undefined) return known;
  const { env, example } = SETTINGS.masterKey;
  throw new ConfigError(
    `${env}: ${folder.file(MASTER_KEY_FILE)} holds no valid key; restore the file. Example: ${env}=${example}`,
  );
}

/** Where the master key is, for people to keep it: the name of the setting, or a path. */
export function findMasterKey({ masterKey }: Config, folder: DataFolder): string {
  return masterKey === undefined ? folder.file(MASTER_KEY_FILE) : SETTINGS.masterKey.env;
}

/** The passcode a host signs in to the demo with; made on first start and kept with mode 600. About 59 bits. */
export function loadPasscode(folder: DataFolder): string {
  const kept = folder.read(PASSCODE_FILE)?.trim();
  if (kept) return kept;
  const passcode = createWords(3);
  folder.write(PASSCODE_FILE, `${passcode}\n`);
  return passcode;
}

/** What an operator signs in with: the configured passphrase, or one made on first start and kept with mode 600 (about 99 bits). */
export function loadAdminPassphrase(
  { adminPassphrase }: Config,
  folder: DataFolder,
): { passphrase: string; keptIn: string } {
  const { env, example, parse } = SETTINGS.adminPassphrase;
  if (adminPassphrase !== undefined) return { passphrase: adminPassphrase, keptIn: env };
  const keptIn = folder.file(ADMIN_PASSPHRASE_FILE);
  const kept = folder.read(ADMIN_PASSPHRASE_FILE)?.trim();
  if (kept === undefined) {
    const passphrase = createWords(5);
    folder.write(ADMIN_PASSPHRASE_FILE, `${passphrase}\n`);
    return { passphrase, keptIn };
  }
  if (parse(kept) !== undefined) return { passphrase: kept, keptIn };
  throw new ConfigError(
    `${env}: ${keptIn} holds no valid passphrase; restore the file, or delete it to get a new one. Example: ${env}=${example}`,
  );
}

/** Groups of four random characters, easy to read and to type. */
function createWords(count: number): string {
  const character = (): string => PASSCODE_ALPHABET[randomInt(PASSCODE_ALPHABET.length)] ?? '';
  return Array.from({ length: count }, () => Array.from({ length: 4 }, character).join('')).join('-');
}

function parseCredentials(content: string, folder: DataFolder): ProjectCredential {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    value = undefined;
  }
  const { apiKey, apiSecret } = (value ?? {}) as Record<string, unknown>;
  const project = {
    apiKey: SETTINGS.apiKey.parse(apiKey),
    apiSecret: SETTINGS.apiSecret.parse(apiSecret),
  };
  if (project.apiKey === undefined || project.apiSecret === undefined) {
    const { env, example } = SETTINGS.apiKey;
    throw new ConfigError(
      `${env}: ${folder.file(FILE)} holds no valid key and secret; restore the file, or delete it to get a new credential. Example: ${env}=${example}`,
    );
  }
  return { apiKey: project.apiKey, apiSecret: project.apiSecret };
}
