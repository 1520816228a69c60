import type { BrowserContext, Page } from '@playwright/test';
import { installPageKit } from './page-kit.ts';

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
  readonly #expected: RegExp[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.#complaints.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(`console: ${message.text()}`);
    });
  }

  /** Opens the page on `origin`, which has to lead to the server. */
  static async open(context: BrowserContext, origin: string): Promise<Participant> {
    const page = await context.newPage();
    const participant = new Participant(page);
    await page.addInitScript(installPageKit);
    await page.route(`${origin}${PAGE_PATH}`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'content-security-policy': CONTENT_SECURITY_POLICY },
        body: DOCUMENT,
      }),
    );
    await page.goto(`${origin}${PAGE_PATH}`);
    return participant;
  }

  /** Console errors that belong to what the test does. */
  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** What the page complained of without being expected to: console errors, uncaught errors, broken content security. */
  async complaints(): Promise<string[]> {
    const violations = this.page.isClosed() ? [] : await this.page.evaluate(() => window.kit.violations);
    return [...this.#complaints, ...violations.map((violation) => `content security: ${violation}`)].filter(
      (complaint) => !this.#expected.some((pattern) => pattern.test(complaint)),
    );
  }
}
