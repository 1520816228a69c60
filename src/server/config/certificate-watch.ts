import { stat } from 'node:fs/promises';
import type { Logger } from '../ports.ts';
import { type Certificate, readCertificate } from './certificate.ts';

/** How often the files are looked at. By polling, because tools that renew certificates swap links or whole folders, each in its own way. */
const INTERVAL_MS = 2000;

/** What the watch needs. */
export interface CertificateWatchDeps {
  readonly certFile: string;
  readonly keyFile: string;
  /** Takes another certificate; throws when TLS cannot use it. */
  readonly renew: (certificate: Certificate) => void;
  readonly logger: Logger;
  readonly intervalMs?: number;
}

/** Brings a renewed certificate into use while the server runs; one that cannot be used changes nothing. */
export class CertificateWatch {
  readonly #deps: CertificateWatchDeps;
  #timer: NodeJS.Timeout | undefined;
  /** What the files were when they were read last, and when they were looked at last. */
  #read = '';
  #seen = '';

  constructor(deps: CertificateWatchDeps) {
    this.#deps = deps;
  }

  /** Looks for changes from now on; the files have just been read. */
  async open(): Promise<void> {
    this.#read = await this.#look();
    this.#seen = this.#read;
    this.#timer = setInterval(() => void this.#check(), this.#deps.intervalMs ?? INTERVAL_MS).unref();
  }

  /** Reads the files now, changed or not. */
  async reload(): Promise<void> {
    this.#read = await this.#look();
    const { certFile, keyFile, renew, logger } = this.#deps;
    try {
      const certificate = readCertificate(certFile, keyFile);
      renew(certificate);
      logger.info({}, 'the certificate was read anew');
    } catch (error) {
      logger.error({ err: error }, 'the new certificate cannot be used; the old one stays in use');
    }
  }

  /** Looks no more. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    const found = await this.#look();
    // Certificate and key are written one after the other: both must have come to rest.
    const isAtRest = found === this.#seen;
    this.#seen = found;
    if (isAtRest && found !== this.#read) await this.reload();
  }

  /** Tells one state of the files from another, through links. */
  async #look(): Promise<string> {
    const { certFile, keyFile } = this.#deps;
    const found = await Promise.all([certFile, keyFile].map((file) => stat(file, { bigint: true }).catch(() => null)));
    return found.map((file) => (file === null ? 'none' : `${file.ino}/${file.mtimeNs}/${file.size}`)).join(' ');
  }
}
