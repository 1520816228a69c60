import { type Bytes, concat, fromBigInt } from './bytes.ts';
import { encodeHeader } from './header.ts';
import type { FrameKey } from './key-schedule.ts';

/** Bytes of the authentication tag at the end of a ciphertext. */
export const TAG_BYTES = 16;

/** The salt, changed in its last 8 bytes by the counter (RFC 9605, 4.4.3). */
function toNonce(salt: Bytes, ctr: bigint): Bytes {
  const counter = fromBigInt(ctr, 8);
  return salt.map((byte, at) => byte ^ (counter[at - (salt.length - 8)] ?? 0));
}

function toParams({ kid, salt }: FrameKey, ctr: bigint, metadata: Bytes): AesGcmParams {
  return {
    name: 'AES-GCM',
    iv: toNonce(salt, ctr),
    additionalData: concat(encodeHeader({ kid, ctr }), metadata),
    tagLength: TAG_BYTES * 8,
  };
}

/** Ciphertext and tag. The caller never gives one `ctr` twice for a key. */
export async function seal(frameKey: FrameKey, ctr: bigint, metadata: Bytes, plaintext: Bytes): Promise<Bytes> {
  return new Uint8Array(
    await globalThis.crypto.subtle.encrypt(toParams(frameKey, ctr, metadata), frameKey.key, plaintext),
  );
}

/** The plaintext, or undefined when anything of it is not what the sender made. */
export async function unseal(
  frameKey: FrameKey,
  ctr: bigint,
  metadata: Bytes,
  ciphertext: Bytes,
): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(
      await globalThis.crypto.subtle.decrypt(toParams(frameKey, ctr, metadata), frameKey.key, ciphertext),
    );
  } catch {
    return undefined;
  }
}
