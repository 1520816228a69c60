import type { MinimumEncryption } from '../../protocol/model.ts';
import type { SrtpSuite } from '../ports.ts';

const SUITES: ReadonlySet<string> = new Set<SrtpSuite>([
  'SRTP_AEAD_AES_256_GCM',
  'SRTP_AEAD_AES_128_GCM',
  'SRTP_AES128_CM_SHA1_80',
  'SRTP_AES128_CM_SHA1_32',
]);

/**
 * Learns the negotiated SRTP suite of each transport of one worker. mediasoup has no call for it, but the worker logs
 * the suite, on the same ordered channel, immediately before it says that the transport's DTLS is connected. mediasoup hands
 * a log line over at once and a notification in an immediate of its own: a line kept in an immediate too is therefore read
 * after all earlier notifications and before its own, even when an earlier transport was closed and nobody heard its.
 */
export class SuiteLog {
  #latest: SrtpSuite | undefined;

  /** Takes one suite as the worker named it. */
  chosen(name: string): void {
    const suite = SUITES.has(name) ? (name as SrtpSuite) : undefined;
    setImmediate(() => {
      this.#latest = suite;
    });
  }

  /** The suite of the transport whose DTLS has just connected; to be called in the notification itself, once. */
  take(): SrtpSuite | undefined {
    const suite = this.#latest;
    this.#latest = undefined;
    return suite;
  }
}

/** Whether a suite is as strong as a session demands; an unknown suite never is. */
export function isStrongEnough(suite: SrtpSuite | undefined, minimum: MinimumEncryption | undefined): boolean {
  if (minimum === undefined) return true;
  if (suite === undefined) return false;
  return minimum === 'aes-128' || suite === 'SRTP_AEAD_AES_256_GCM';
}
