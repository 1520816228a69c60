import type { EncryptionInfo } from './sdk.ts';

/** The cipher of a leg in the words people know, for example `AES-256-GCM`. */
export function toSuiteName({ srtpCipher, keyBits }: Pick<EncryptionInfo, 'srtpCipher' | 'keyBits'>): string {
  return `AES-${keyBits}${srtpCipher.includes('GCM') ? '-GCM' : ''}`;
}

/** What the strength of a key means, for somebody who has never heard of it. */
export function toMeaning(keyBits: 256 | 128): string {
  return keyBits === 256
    ? 'AES with a 256-bit key in GCM mode is the strongest cipher that browsers offer for live video. It keeps others from reading the call, and shows when somebody has tampered with it.'
    : 'AES with a 128-bit key keeps others from reading the call and cannot be broken by trying keys. It is used when the device on this leg does not offer 256 bits.';
}
