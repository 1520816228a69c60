import { createRequire } from 'node:module';
import type { TestServer } from './server.ts';

/** Roles of a token. */
export type TokenRole = 'subscriber' | 'publisher' | 'moderator' | 'publisheronly';

/** What a back end does with the official, unmodified `opentok` package. */
export interface BackEnd {
  createSession(options?: { mediaMode?: 'routed' | 'relayed' }): Promise<string>;
  /** A T1 token; `expireTime` in seconds since the epoch. */
  createToken(sessionId: string, options?: { role?: TokenRole; data?: string; expireTime?: number }): string;
}

/** The part of the package the tests use; it carries no types of its own. */
interface OpenTok {
  createSession(
    options: object,
    callback: (error: Error | null, session?: { readonly sessionId: string }) => void,
  ): void;
  generateToken(sessionId: string, options: object): string;
}

const OfficialSdk = createRequire(import.meta.url)('opentok') as new (
  apiKey: string,
  apiSecret: string,
  apiUrl: string,
) => OpenTok;

/** A back end of the project that `server` started with. */
export function createBackEnd(server: Pick<TestServer, 'apiKey' | 'apiSecret' | 'httpUrl'>): BackEnd {
  const sdk = new OfficialSdk(server.apiKey, server.apiSecret, server.httpUrl);
  return {
    createSession: (options = { mediaMode: 'routed' }) =>
      new Promise((resolve, reject) => {
        sdk.createSession(options, (error, session) => {
          if (session === undefined) reject(error);
          else resolve(session.sessionId);
        });
      }),
    createToken: (sessionId, options = {}) => sdk.generateToken(sessionId, options),
  };
}
