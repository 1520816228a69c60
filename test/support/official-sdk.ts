import { createRequire } from 'node:module';
import type { TestServer } from './server.ts';

/** A session as the official package gives it back. */
export interface SdkSession {
  readonly sessionId: string;
  generateToken(options?: object): string;
}

/** The official `opentok` package, unmodified, as far as the tests use it; it carries no types of its own. */
export interface OfficialSdk {
  createSession(options: object, callback: (error: Error | null, session?: SdkSession) => void): void;
  /** `t1`: the older form of token, else JWT. */
  generateToken(sessionId: string, options?: object, t1?: boolean): string;
  listArchives(options: object, callback: (error: Error | null, archives?: unknown[], count?: number) => void): void;
}

/** Calls a method of the package by its name, with a callback at the end; resolves with what that gets. */
export function ask(sdk: OfficialSdk, method: string, ...values: unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, ...results: unknown[]): void => (error ? reject(error) : resolve(results[0]));
    (sdk as unknown as Record<string, (...args: unknown[]) => void>)[method]?.(...values, done);
  });
}

const Sdk = createRequire(import.meta.url)('opentok') as new (
  apiKey: string,
  apiSecret: string,
  apiUrl: string,
) => OfficialSdk;

/** The package pointed at a server; `secret` replaces the right one. */
export function createOfficialSdk(
  server: Pick<TestServer, 'apiKey' | 'apiSecret' | 'httpUrl'>,
  secret = server.apiSecret,
): OfficialSdk {
  return new Sdk(server.apiKey, secret, server.httpUrl);
}

/** `createSession` as a promise. */
export function createSdkSession(sdk: OfficialSdk, options: object = {}): Promise<SdkSession> {
  return new Promise((resolve, reject) => {
    sdk.createSession({ ...options }, (error, session) => {
      if (session === undefined) reject(error);
      else resolve(session);
    });
  });
}
