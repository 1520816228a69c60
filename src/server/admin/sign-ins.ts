import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Operators who are signed in, in memory: each is a random key in a cookie, of which only the digest is kept. */
export interface SignIns {
  /** Returns the key for the cookie. */
  add(): string;
  has(key: string | undefined): boolean;
  remove(key: string | undefined): void;
}

/** Opens the list of sign-ins; a key is good for `lifetimeMs`, and the oldest goes when there are more than `limit`. */
export function createSignIns(options: { lifetimeMs: number; limit: number; now: () => number }): SignIns {
  const expiries = new Map<string, number>();
  return {
    add() {
      for (const [known, expiresAt] of expiries) {
        if (expiresAt <= options.now() || expiries.size >= options.limit) expiries.delete(known);
      }
      const key = randomBytes(32).toString('base64url');
      expiries.set(digest(key).toString('base64url'), options.now() + options.lifetimeMs);
      return key;
    },
    has: (key) => key !== undefined && (expiries.get(digest(key).toString('base64url')) ?? 0) > options.now(),
    remove(key) {
      if (key !== undefined) expiries.delete(digest(key).toString('base64url'));
    },
  };
}

/** Returns a check of a passphrase whose time tells nothing about the right one, its length included. */
export function createPassphraseCheck(passphrase: string): (given: string) => boolean {
  const expected = digest(passphrase.trim());
  return (given) => timingSafeEqual(digest(given.trim()), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
