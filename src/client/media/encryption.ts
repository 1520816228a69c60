import type { MinimumEncryption } from '../../protocol/model.ts';
import type { EncryptionInfo } from '../model/encryption.ts';

/** The members of `RTCTransportStats` that say how a leg is encrypted. */
interface TransportStats {
  readonly type: string;
  readonly srtpCipher?: string;
  readonly dtlsCipher?: string;
  readonly tlsVersion?: string;
}

const DTLS_VERSIONS: Readonly<Record<string, string>> = { FEFF: 'DTLS 1.0', FEFD: 'DTLS 1.2', FEFC: 'DTLS 1.3' };

/** Reads the encryption from a stats report; undefined when the browser does not (yet) say the SRTP suite. */
export function readEncryption(report: Iterable<TransportStats>): EncryptionInfo | undefined {
  for (const entry of report) {
    if (entry.type !== 'transport' || !entry.srtpCipher) continue;
    const version = entry.tlsVersion?.toUpperCase() ?? '';
    return {
      srtpCipher: entry.srtpCipher,
      keyBits: entry.srtpCipher.includes('AES_256') || entry.srtpCipher.includes('AES256') ? 256 : 128,
      dtlsVersion: DTLS_VERSIONS[version] ?? version,
      dtlsCipher: entry.dtlsCipher ?? '',
    };
  }
  return undefined;
}

/** Whether a leg is encrypted at least as strongly as demanded; an unknown suite is not. */
export function meetsMinimum(encryption: EncryptionInfo | undefined, minimum: MinimumEncryption): boolean {
  if (encryption === undefined) return false;
  return minimum === 'aes-256' ? encryption.keyBits === 256 : encryption.srtpCipher.includes('AES');
}

/** Whether two readings say the same. */
export function sameEncryption(one: EncryptionInfo | undefined, other: EncryptionInfo | undefined): boolean {
  return (
    one?.srtpCipher === other?.srtpCipher &&
    one?.dtlsVersion === other?.dtlsVersion &&
    one?.dtlsCipher === other?.dtlsCipher
  );
}
