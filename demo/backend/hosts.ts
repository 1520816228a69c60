import { createHash, randomBytes } from 'node:crypto';

/** Signed-in hosts, in memory: each is a random key in a cookie, of which only the digest is kept. */
export interface Hosts {
  /** Returns the key for the cookie. */
  signIn(): string;
  isSignedIn(key: string | undefined): boolean;
  signOut(key: string | undefined): void;
}

/** Opens the list of hosts; a key is good for `lifetimeMs`, and the oldest goes when there are more than `limit`. */
export function createHosts(options: { lifetimeMs: number; limit: number; now: () => number }): Hosts {
  const expiries = new Map<string, number>();
  return {
    signIn() {
      for (const [digest, expiresAt] of expiries) {
        if (expiresAt <= options.now() || expiries.size >= options.limit) expiries.delete(digest);
      }
      const key = randomBytes(32).toString('base64url');
      expiries.set(digestOf(key), options.now() + options.lifetimeMs);
      return key;
    },
    isSignedIn(key) {
      if (key === undefined) return false;
      return (expiries.get(digestOf(key)) ?? 0) > options.now();
    },
    signOut(key) {
      if (key !== undefined) expiries.delete(digestOf(key));
    },
  };
}

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
