import type { BrowserContext, Page } from '@playwright/test';
import type { PublisherProperties } from '../../src/client/publisher/properties.ts';
import type { SessionOptions } from '../../src/client/session/session.ts';
import type {} from './ot-global.ts';
import { installPageKit } from './page-kit.ts';

/** Arguments of `OT.initSession` and `session.connect`. */
export interface Invitation {
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
}

/** How a participant joins. */
export interface JoinOptions {
  /** Subscribes to every stream; default true. */
  readonly subscribe?: boolean;
  readonly options?: SessionOptions;
}

/** No inline script or style, no eval, nothing from elsewhere, and Trusted Types without any policy: what the SDK has to live with. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The path of the blank page with the SDK, on the server's own origin. */
const PAGE_PATH = '/test-page';

const DOCUMENT =
  '<!doctype html><html lang="en"><head><title>test</title><script src="/v2/js/opentok.min.js"></script></head><body></body></html>';

/** One browser tab with the SDK loaded from the server, on a page that allows as little as a page can. */
export class Participant {
  readonly page: Page;
  readonly #complaints: string[] = [];
  #crashed = false;
  readonly #expected: RegExp[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('crash', () => {
      this.#crashed = true;
    });
    page.on('pageerror', (error) => this.#complaints.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(`console: ${message.text()}`);
    });
  }

  /** Opens the page on `origin`, which has to lead to the server. */
  static async open(
    context: BrowserContext,
    origin: string,
    contentSecurityPolicy = CONTENT_SECURITY_POLICY,
  ): Promise<Participant> {
    const page = await context.newPage();
    const participant = new Participant(page);
    await page.addInitScript(installPageKit);
    await page.route(`${origin}${PAGE_PATH}`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'content-security-policy': contentSecurityPolicy },
        body: DOCUMENT,
      }),
    );
    await page.goto(`${origin}${PAGE_PATH}`);
    return participant;
  }

  /** Connects and, by default, subscribes to every stream; resolves when connected, with the own connection id. */
  join(invitation: Invitation, { subscribe = true, options = {} }: JoinOptions = {}): Promise<string> {
    return this.page.evaluate(
      async ({ apiKey, sessionId, token, subscribe, options }) => {
        const { kit } = window;
        const session = OT.initSession(apiKey, sessionId, options);
        kit.session = session;
        if (subscribe) {
          session.on('streamCreated', ({ stream }) => {
            kit.subscribers.push(session.subscribe(stream, undefined, { insertMode: 'append' }));
          });
        }
        await session.connect.promise(token);
        return session.connection?.connectionId ?? '';
      },
      { ...invitation, subscribe, options },
    );
  }

  /** Captures and publishes; resolves when others can see the stream, with its id. */
  publish(properties: PublisherProperties = {}): Promise<string> {
    return this.page.evaluate(async (properties) => {
      const { kit } = window;
      kit.publisher = OT.initPublisher(undefined, { insertMode: 'append', ...properties });
      await kit.session?.publish.promise(kit.publisher);
      return kit.publisher.stream?.streamId ?? '';
    }, properties);
  }

  /** Resolves when `count` subscribers each show fresh, moving pictures. */
  async watch(count = 1): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => document.querySelectorAll('.OT_subscriber video').length === wanted,
      count,
    );
    await this.page.evaluate(async () => {
      const videos = [...document.querySelectorAll<HTMLVideoElement>('.OT_subscriber video')];
      await Promise.all(videos.map((video) => window.kit.watch(video, 5)));
    });
  }

  /** Resolves when sound that is not silence arrives. */
  async listen(): Promise<void> {
    const heard = await this.page.evaluate(() => window.kit.received('audio', 'totalAudioEnergy'));
    await this.page.waitForFunction(
      async (before) => (await window.kit.received('audio', 'totalAudioEnergy')) > before,
      heard,
    );
  }

  /** Console errors that belong to what the test does. */
  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** What the page complained of without being expected to: console errors, uncaught errors, broken content security. */
  async complaints(): Promise<string[]> {
    const gone = this.#crashed || this.page.isClosed();
    const violations = gone ? [] : await this.page.evaluate(() => window.kit.violations);
    return [...this.#complaints, ...violations.map((violation) => `content security: ${violation}`)].filter(
      (complaint) => !this.#expected.some((pattern) => pattern.test(complaint)),
    );
  }
}
