import { generateKeyPair } from 'node:crypto';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { createApiSecret } from '../config/credentials.ts';
import type { ProjectRecord } from '../store-ports.ts';
import { createFile } from './new-file.ts';

const RSA_BITS = 2048;
const generate = promisify(generateKeyPair);

/** What a project proves with who it is: `key` is what the store keeps of it. */
export type Credential =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'application'; readonly key: string; readonly privateKey: string };

/** Makes an API secret, or a key pair (RSA-2048; SPKI and PKCS#8 in PEM). */
export async function createCredential(kind: ProjectRecord['kind']): Promise<Credential> {
  if (kind === 'key') return { kind, key: createApiSecret() };
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: RSA_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { kind, key: publicKey, privateKey };
}

/** Hands a credential to the store, its private key first to `file` where one is named: a key that is in use is never lost. */
export async function keepCredential<Result>(
  credential: Credential,
  file: string | undefined,
  keep: () => Promise<Result>,
): Promise<Result> {
  const writes = credential.kind === 'application' && file !== undefined;
  if (writes) createFile(file, credential.privateKey);
  try {
    return await keep();
  } catch (error) {
    if (writes) rmSync(file, { force: true });
    throw error;
  }
}

/** A credential as JSON, the only time that it is shown. */
export function toCredentialJson(credential: Credential, file: string | undefined): object {
  if (credential.kind === 'key') return { apiSecret: credential.key };
  const { key: publicKey, privateKey } = credential;
  return { publicKey, ...(file === undefined ? { privateKey } : { privateKeyFile: file }) };
}

/** A credential in words: rows for a table, and what is too long for one. */
export function toCredentialText(
  id: string,
  credential: Credential,
  file: string | undefined,
): { rows: [string, string][]; rest: string } {
  if (credential.kind === 'key')
    return {
      rows: [
        ['API key', id],
        ['API secret', credential.key],
      ],
      rest: '',
    };
  const { key: publicKey, privateKey } = credential;
  return {
    rows: [
      ['Application id', id],
      ['Private key', file ?? 'below'],
    ],
    rest: `\n${file === undefined ? privateKey : ''}${publicKey}`,
  };
}

/** What a person has to do with a credential now. */
export function toAdvice(id: string, { kind }: Credential, file: string | undefined): string {
  const secret = kind === 'key' ? 'API secret' : 'private key';
  const shown = kind === 'application' && file !== undefined ? 'is in that file only' : 'is shown this once';
  return `The ${secret} ${shown}: keep it where only your back end reads it.\nLost, or seen by others? npx conclave project rotate-secret ${id}\n`;
}
