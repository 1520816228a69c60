import OpenTok from 'opentok';
import { platformFailed } from './refusal.ts';

/** What the back end needs of the video platform; the API secret stays inside. */
export interface Platform {
  /** Names the project; public. */
  readonly apiKey: string;
  /** Makes a routed session and returns its id; throws `platformFailed`. */
  createSession(): Promise<string>;
  /** Signs a client token; `expiresAt` in ms since the epoch, `data` is shown to everyone in the session. */
  createToken(
    sessionId: string,
    options: { role: 'subscriber' | 'publisher' | 'moderator'; data: string; expiresAt: number },
  ): string;
}

/** Reaches the platform through the official `opentok` package; only the API host differs from a hosted service. */
export function createPlatform(deps: { apiUrl: string; apiKey: string; apiSecret: string }): Platform {
  const openTok = new OpenTok(deps.apiKey, deps.apiSecret, deps.apiUrl);
  return {
    apiKey: deps.apiKey,
    createSession() {
      return new Promise((resolve, reject) => {
        openTok.createSession({ mediaMode: 'routed' }, (error, session) => {
          if (error || session === undefined) reject(platformFailed(error));
          else resolve(session.sessionId);
        });
      });
    },
    createToken(sessionId, { role, data, expiresAt }) {
      return openTok.generateToken(sessionId, { role, data, expireTime: Math.floor(expiresAt / 1000) });
    },
  };
}
