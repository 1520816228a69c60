import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Names the form, so that another can follow. */
const PREFIX = 'v1.';

/** A sealed value that does not open: it was sealed with another master key, or for another place. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Seals what the database may not hold in the clear: `v1.` + base64url(iv, AES-256-GCM ciphertext, tag). */
export interface Sealing {
  /** `place` names table, row and column: a sealed value that was moved elsewhere does not open. */
  seal(plain: string, place: string): string;
  /** Throws a {@link SealError} when the value was not sealed with this key for this place. */
  open(sealed: string, place: string): string;
}

/** Makes the sealing under a key derived from the master key (32 bytes, hexadecimal). */
export function createSealing(masterKey: string): Sealing {
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(masterKey, 'hex'), '', 'conclave store', 32));
  return {
    seal(plain, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return PREFIX + sealed.toString('base64url');
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed.startsWith(PREFIX) ? sealed.slice(PREFIX.length) : '', 'base64url');
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES)).setAAD(Buffer.from(place));
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch (error) {
        throw new SealError(`What is kept for ${place} was not sealed with this master key.`, { cause: error });
      }
    },
  };
}
