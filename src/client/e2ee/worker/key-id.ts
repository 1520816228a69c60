/** Where keys come from: a secret that people share, or a protocol for groups that makes a key for each epoch. */
export type Scheme = 'secret' | 'epoch';

/** What a key id says. */
export interface KeyName {
  /** Number of the sender in the session. */
  readonly index: number;
  /** Which root key: 8 bits of the secret's fingerprint, or the epoch's last 4 bits. */
  readonly label: number;
  /** Steps of the sender's ratchet; there is none with epochs. */
  readonly step: number;
}

/** The ratchet stops there: it never comes round to a key that was used. */
export const LAST_STEP = 255;

/** `index << 16 | step << 8 | fingerprint` or `index << 4 | epoch` (RFC 9605, 5.1 and 5.2). */
export function toKeyId(scheme: Scheme, { index, label, step }: KeyName): bigint {
  if (scheme === 'epoch') return (BigInt(index) << 4n) | BigInt(label);
  return (BigInt(index) << 16n) | BigInt((step << 8) | label);
}

/** The reverse of {@link toKeyId}. */
export function fromKeyId(scheme: Scheme, kid: bigint): KeyName {
  if (scheme === 'epoch') return { index: Number(kid >> 4n), label: Number(kid & 15n), step: 0 };
  return { index: Number(kid >> 16n), label: Number(kid & 255n), step: Number((kid >> 8n) & 255n) };
}
