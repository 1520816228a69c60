import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { inProject } from '../project.mjs';

// An OpenSSL with kernel TLS (Debian's is one) asks the BIO callback about control calls too, with BIO_CB_RETURN as one bit among others.
// Taken for a number, the answer makes OpenSSL believe that the kernel encrypts, and it crashes on the first DTLS handshake for want of a buffer.
const patch = {
  file: 'src/RTC/DtlsTransport.cpp',
  from: '(operationType == BIO_CB_RETURN)',
  to: '((operationType & BIO_CB_RETURN) != 0)',
};

/**
 * Copies the worker's C++ sources out of node_modules and mends the one place that does not work with a system's OpenSSL.
 * @param {string} folder where the copy goes
 */
export function copyWorkerSource(folder) {
  cpSync(inProject('node_modules/mediasoup/worker'), folder, { recursive: true });
  const file = join(folder, patch.file);
  const text = readFileSync(file, 'utf8');
  if (text.split(patch.from).length !== 2) {
    throw new SetupFailure(
      `mediasoup's worker/${patch.file} no longer contains "${patch.from}" exactly once. Without that change a worker built with the system's OpenSSL ` +
        'crashes on its first connection, so it is not built. Look at what became of that line and adapt scripts/media-worker/source.mjs.',
    );
  }
  writeFileSync(file, text.replace(patch.from, patch.to));
}
