import { test as base, expect } from './call.ts';
import { DemoPage, type Entry } from './demo-page.ts';

/** How a tab of the demo is opened. */
export interface Visit {
  /** Which browser of the project's pair; default: the first. */
  readonly browser?: 0 | 1;
  /** Signed in as host already. */
  readonly signedIn?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** What a test makes a meeting with. */
export interface Meeting {
  readonly passcode: string;
  /** Opens a tab; `url` may be relative to the server. */
  visit(url: string, options?: Visit): Promise<DemoPage>;
  /** A host in a meeting of its own. */
  host(entry?: Entry): Promise<{ host: DemoPage; link: string }>;
  /** A guest who follows the link, in the second browser of the pair. */
  guest(link: string, entry: Entry): Promise<DemoPage>;
}

interface HostState {
  readonly cookies: {
    readonly name: string;
    readonly value: string;
    readonly url: string;
    readonly httpOnly: boolean;
    readonly sameSite: 'Strict';
  }[];
}

/** Playwright's `test` with the demo; the complaints of its pages fail the test. */
export const test = base.extend<{ meeting: Meeting }, { hostState: HostState }>({
  // Signing in is limited per minute, so the tests that are about something else share one sign-in.
  hostState: [
    async ({ server }, use) => {
      const response = await fetch(`${server.httpUrl}/demo/sign-in`, {
        method: 'POST',
        headers: { origin: server.httpUrl, 'content-type': 'application/json' },
        body: JSON.stringify({ passcode: server.passcode }),
      });
      const [name = '', value = ''] = (response.headers.get('set-cookie') ?? '').split(/[=;]/);
      const url = `${server.httpUrl}/demo/`;
      await use({ cookies: [{ name, value, url, httpOnly: true, sameSite: 'Strict' }] });
    },
    { scope: 'worker' },
  ],
  meeting: async ({ server, pool, browserPair, hostState }, use) => {
    const visitors: DemoPage[] = [];
    const visit: Meeting['visit'] = async (url, options = {}) => {
      const { browser = 0, signedIn = false, width = 1280, height = 800 } = options;
      const context = await (await pool.get(browserPair[browser])).newContext({
        viewport: { width, height },
        ignoreHTTPSErrors: true,
      });
      if (signedIn) await context.addCookies(hostState.cookies);
      const visitor = await DemoPage.open(context, new URL(url, server.httpUrl).href);
      visitors.push(visitor);
      return visitor;
    };
    await use({
      passcode: server.passcode ?? '',
      visit,
      async host(entry = { name: 'Ada Lovelace' }) {
        const host = await visit('/', { signedIn: true });
        const link = await host.startMeeting();
        await host.join(entry);
        return { host, link };
      },
      async guest(link, entry) {
        const guest = await visit(link, { browser: 1 });
        await guest.join(entry);
        return guest;
      },
    });
    const complaints = await Promise.all(visitors.map((visitor) => visitor.complaints()));
    await Promise.all(visitors.map(({ page }) => page.context().close()));
    expect(complaints.flat(), 'no page complains').toEqual([]);
  },
});

export { expect };
