import { type Bytes, concat, fromBigInt, fromSizedText, fromText } from './bytes.ts';

/** A cipher suite of RFC 9605, section 4.5. */
export interface Suite {
  readonly id: number;
  readonly hash: 'SHA-256' | 'SHA-512';
  readonly keyBits: number;
}

/** AES_256_GCM_SHA512_128: the one we send with. */
export const SUITE: Suite = { id: 5, hash: 'SHA-512', keyBits: 256 };

/** What encrypts or decrypts frames under one key id. */
export interface FrameKey {
  readonly kid: bigint;
  readonly key: CryptoKey;
  readonly salt: Bytes;
}

/** Iterations of PBKDF2-SHA-512: what makes each guess at a weak secret expensive. */
const STRETCHING_ITERATIONS = 210_000;
const HASH_BITS = 512;
const NONCE_BITS = 96;
const noSalt = new Uint8Array();
const { subtle } = globalThis.crypto;

/** Makes a key that others are derived from and that nobody can read again; `raw` is wiped. */
export async function importBase(raw: Bytes): Promise<CryptoKey> {
  try {
    return await subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits', 'deriveKey']);
  } finally {
    raw.fill(0);
  }
}

function hkdf(info: Bytes, hash = SUITE.hash): HkdfParams {
  return { name: 'HKDF', hash, salt: noSalt, info };
}

/** Another key that others are derived from. */
export async function deriveBase(parent: CryptoKey, info: Bytes): Promise<CryptoKey> {
  return importBase(new Uint8Array(await subtle.deriveBits(hkdf(info), parent, HASH_BITS)));
}

/** The next step of a sender's ratchet (RFC 9605, 5.1); there is no way back. */
export function ratchet(base: CryptoKey): Promise<CryptoKey> {
  return deriveBase(base, fromText('SFrame 1.0 Ratchet'));
}

/** Key and salt of RFC 9605, 4.4.2. */
export async function deriveFrameKey(
  base: CryptoKey,
  kid: bigint,
  { usage, suite = SUITE }: { usage: 'encrypt' | 'decrypt'; suite?: Suite },
): Promise<FrameKey> {
  const params = (label: string) =>
    hkdf(
      concat(fromText(`SFrame 1.0 Secret ${label} `), fromBigInt(kid, 8), fromBigInt(BigInt(suite.id), 2)),
      suite.hash,
    );
  const [key, salt] = await Promise.all([
    subtle.deriveKey(params('key'), base, { name: 'AES-GCM', length: suite.keyBits }, false, [usage]),
    subtle.deriveBits(params('salt'), base, NONCE_BITS),
  ]);
  return { kid, key, salt: new Uint8Array(salt) };
}

/** The root key of a secret that people share; takes some 100 ms on purpose. `secret` is wiped. */
export async function stretchSecret(secret: Bytes, sessionId: string, salt: Bytes): Promise<CryptoKey> {
  const bound = concat(fromText('Conclave E2EE 1 secret'), fromSizedText(sessionId), salt);
  try {
    const password = await subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
    const params = { name: 'PBKDF2', hash: SUITE.hash, salt: bound, iterations: STRETCHING_ITERATIONS };
    return await importBase(new Uint8Array(await subtle.deriveBits(params, password, HASH_BITS)));
  } finally {
    secret.fill(0);
  }
}

/** 8 bits by which two different root keys are told apart, most of the time. */
export async function fingerprintOf(root: CryptoKey): Promise<number> {
  const bits = await subtle.deriveBits(hkdf(fromText('Conclave E2EE 1 fingerprint')), root, 8);
  return new Uint8Array(bits)[0] ?? 0;
}

/** Whose frames a base key is for. */
export interface SenderIdentity {
  readonly senderId: string;
  /** Number of the sender in its session; a part of its key ids. */
  readonly index: number;
  /** 16 bytes that the sender's worker drew when it started. */
  readonly random: Bytes;
}

/** A sender's own base key: never the same for two senders, nor for one that starts again. */
export function deriveSenderBase(root: CryptoKey, sessionId: string, sender: SenderIdentity): Promise<CryptoKey> {
  const { senderId, random } = sender;
  const label = fromText('Conclave E2EE 1 sender');
  return deriveBase(root, concat(label, fromSizedText(sessionId), fromSizedText(senderId), random));
}
