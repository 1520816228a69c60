/** The part of the official `opentok` package the demo uses; the package carries no types of its own. */
declare module 'opentok' {
  /** Back-end client of the REST API; also signs client tokens, without a network call. */
  class OpenTok {
    constructor(apiKey: string, apiSecret: string, apiUrl: string);
    createSession(
      options: { mediaMode: 'routed' | 'relayed' },
      callback: (error: Error | null, session?: { readonly sessionId: string }) => void,
    ): void;
    /** `expireTime` in seconds since the epoch; `data` at most 1000 characters. */
    generateToken(
      sessionId: string,
      options: { role: 'subscriber' | 'publisher' | 'moderator'; data: string; expireTime: number },
    ): string;
  }
  export = OpenTok;
}
