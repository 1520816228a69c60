import { test as base, expect } from '@playwright/test';
import { type BackEnd, createBackEnd, type TokenRole } from './back-end.ts';
import { type BrowserName, type BrowserOptions, BrowserPool } from './browsers.ts';
import { type Invitation, Participant } from './participant.ts';
import { startServer, type TestServer } from './server.ts';
import { signRestCredential } from './tokens.ts';

/** How a page is opened. */
export interface PageOptions {
  /** Default: the first browser of the project's pair. */
  readonly browser?: BrowserName;
  /** Default: the server's HTTP address on localhost. */
  readonly origin?: string;
  /** Default: the strictest. */
  readonly contentSecurityPolicy?: string;
}

/** What a test makes a call with. */
export interface Call {
  readonly server: TestServer;
  readonly backEnd: BackEnd;
  /** A new page with the SDK; its complaints fail the test. */
  openPage(options?: PageOptions): Promise<Participant>;
  /** A page in each browser of the project's pair. */
  openPair(): Promise<[Participant, Participant]>;
  /** A session with settings of ours, which the official package cannot ask for. */
  createSession(settings: { minimumEncryption?: 'aes-256'; maxConnections?: number }): Promise<string>;
  /** What a page needs to connect: a new session when none is given. */
  invite(options?: { sessionId?: string; role?: TokenRole; data?: string }): Promise<Invitation>;
}

/** What lives as long as a worker of the test runner. */
export interface WorkerFixtures {
  readonly pool: BrowserPool;
  readonly server: TestServer;
}

/** Settings of a server whose media the browsers of the tests reach. */
export function toMediaSettings(): Record<string, string> {
  return { CONCLAVE_MEDIA_IPS: process.env.CONCLAVE_TEST_MEDIA_IP ?? '127.0.0.1' };
}

/** Playwright's `test` with a real server, real browsers, and `call`. */
export const test = base.extend<{ call: Call }, WorkerFixtures & BrowserOptions>({
  browserPair: [['chromium', 'chromium'], { option: true, scope: 'worker' }],
  pool: [
    async ({ playwright }, use) => {
      const pool = new BrowserPool({ chromium: playwright.chromium, firefox: playwright.firefox });
      await use(pool);
      await pool.close();
    },
    { scope: 'worker' },
  ],
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const server = await startServer({ env: toMediaSettings() });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  call: async ({ server, pool, browserPair }, use) => {
    const backEnd = createBackEnd(server);
    const participants: Participant[] = [];
    const openPage = async (options: PageOptions = {}): Promise<Participant> => {
      const browser = await pool.get(options.browser ?? browserPair[0]);
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const participant = await Participant.open(
        context,
        options.origin ?? server.httpUrl,
        options.contentSecurityPolicy,
      );
      participants.push(participant);
      return participant;
    };
    await use({
      server,
      backEnd,
      openPage,
      openPair: () => Promise.all([openPage({ browser: browserPair[0] }), openPage({ browser: browserPair[1] })]),
      async createSession(settings) {
        const response = await fetch(`${server.httpUrl}/session/create`, {
          method: 'POST',
          headers: {
            accept: 'application/json',
            'content-type': 'application/json',
            'x-opentok-auth': signRestCredential(server),
          },
          body: JSON.stringify({ 'p2p.preference': 'disabled', ...settings }),
        });
        const [created] = (await response.json()) as [{ session_id: string }];
        return created.session_id;
      },
      async invite({ sessionId, ...tokenOptions } = {}) {
        const id = sessionId ?? (await backEnd.createSession());
        return { apiKey: server.apiKey, sessionId: id, token: backEnd.createToken(id, tokenOptions) };
      },
    });
    const complaints = await Promise.all(participants.map((participant) => participant.complaints()));
    await Promise.all(participants.map(({ page }) => page.context().close()));
    expect(complaints.flat(), 'no page complains').toEqual([]);
  },
});

export { expect };
