import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { DataFolder } from './data-folder.ts';
import { ConfigError } from './load.ts';
import { findOwnAddresses } from './media-addresses.ts';
import { type Config, SETTINGS } from './schema.ts';

const CERTIFICATE_FILE = 'development-certificate.pem';
const KEY_FILE = 'development-key.pem';
const DAY_MS = 86_400_000;
/** Browsers refuse certificates that are valid for longer than 398 days. */
const VALID_DAYS = 397;
/** A certificate about to expire is replaced at start, so that no running server meets the date. */
const RENEW_BEFORE_DAYS = 30;

/** Certificate chain and private key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** Whether it is self-signed by us, so that browsers will warn. */
  readonly development: boolean;
}

/** The configured certificate, or the development certificate; throws a ConfigError when the configured one cannot be used. */
export async function loadCertificate(config: Config, folder: DataFolder): Promise<Certificate> {
  if (config.tlsCert !== undefined && config.tlsKey !== undefined)
    return readCertificate(config.tlsCert, config.tlsKey);
  const names = ['localhost', '127.0.0.1', '::1', ...findOwnAddresses()];
  const kept = { cert: folder.read(CERTIFICATE_FILE), key: folder.read(KEY_FILE) };
  if (kept.cert !== undefined && kept.key !== undefined && isUsable(kept.cert, kept.key, names)) {
    return { cert: kept.cert, key: kept.key, development: true };
  }
  const made = await makeCertificate(names);
  folder.write(KEY_FILE, made.key);
  folder.write(CERTIFICATE_FILE, made.cert);
  return { ...made, development: true };
}

/** Reads a certificate and its key from their files; throws a ConfigError when they cannot be used. */
export function readCertificate(certFile: string, keyFile: string): Certificate {
  const cert = readPem(certFile, SETTINGS.tlsCert);
  const key = readPem(keyFile, SETTINGS.tlsKey);
  if (!isPair(cert, key)) {
    throw new ConfigError(
      `${SETTINGS.tlsCert.env}: ${certFile} and ${keyFile} are not a PEM certificate and its private key. Example: ${SETTINGS.tlsCert.env}=${SETTINGS.tlsCert.example}`,
    );
  }
  return { cert, key, development: false };
}

function readPem(file: string, { env, example }: { env: string; example: string }): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`${env}: ${JSON.stringify(file)} cannot be read. Example: ${env}=${example}`);
  }
}

function isUsable(cert: string, key: string, names: readonly string[]): boolean {
  if (!isPair(cert, key)) return false;
  const { validToDate, subjectAltName = '' } = new X509Certificate(cert);
  const covered = new Set(subjectAltName.split(', ').map((name) => canonical(name.replace(/^[^:]*:/, ''))));
  const renewAt = Date.now() + RENEW_BEFORE_DAYS * DAY_MS;
  return validToDate.getTime() > renewAt && names.every((name) => covered.has(canonical(name)));
}

/** Whether both can be read, the key is the certificate's, and TLS takes them (it refuses short keys). */
function isPair(cert: string, key: string): boolean {
  try {
    createSecureContext({ cert, key });
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** OpenSSL prints `::1` as `0:0:0:0:0:0:0:1`; a URL's host has one spelling for both. */
function canonical(name: string): string {
  return isIP(name) === 6 ? new URL(`http://[${name}]`).hostname : name;
}

async function makeCertificate(names: readonly string[]): Promise<{ cert: string; key: string }> {
  // Loaded only when it is needed: it brings a whole X.509 library, which every later start would wait for.
  const { generate } = await import('selfsigned');
  const altNames = names.map((name) =>
    isIP(name) === 0 ? ({ type: 2, value: name } as const) : ({ type: 7, ip: name } as const),
  );
  const made = await generate([{ name: 'commonName', value: 'Conclave development' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert: made.cert, key: made.private };
}
