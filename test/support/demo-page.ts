import type { BrowserContext, Locator, Page, Request } from '@playwright/test';
import { installPageKit } from './page-kit.ts';

/** What somebody enters on the card before a call. */
export interface Entry {
  readonly name: string;
  /** Default: participant. */
  readonly as?: 'participant' | 'viewer';
}

/** One browser tab with the demo, used as a person uses it: by names and labels. */
export class DemoPage {
  readonly page: Page;
  /** Every URL the tab asked for. */
  readonly urls: string[] = [];
  readonly #complaints: string[] = [];
  readonly #expected: RegExp[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.#complaints.push(`uncaught: ${error.message}`));
    page.on('request', (request: Request) => this.urls.push(request.url()));
    page.on('console', (message) => {
      // A refusal of the back end is shown to the user; the browser notes it, too.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) {
        this.#complaints.push(`console: ${message.text()}`);
      }
    });
  }

  static async open(context: BrowserContext, url: string): Promise<DemoPage> {
    const demo = new DemoPage(await context.newPage());
    await demo.page.addInitScript(installPageKit);
    await demo.page.goto(url);
    return demo;
  }

  /** Gets what fits `pattern` from `server`, whatever host it names, with other headers where they are given. */
  async relay(pattern: string, server: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.page.route(pattern, async (route) => {
      const answer = await fetch(new URL(new URL(route.request().url()).pathname, server));
      const body = Buffer.from(await answer.arrayBuffer());
      const kept = [...answer.headers].filter(
        ([name]) => !/^(content-(encoding|length)|transfer-encoding)$/.test(name),
      );
      await route.fulfill({ status: answer.status, headers: { ...Object.fromEntries(kept), ...headers }, body });
    });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name });
  }

  /** The tile of somebody's video; the own one is labelled `(you)`. */
  tile(name: string): Locator {
    return this.page.getByRole('main', { name: 'Videos' }).getByRole('listitem').filter({ hasText: name });
  }

  /** Starts a meeting, signing in first where a passcode is given; returns the link for the guests. */
  async startMeeting(passcode?: string): Promise<string> {
    if (passcode !== undefined) await this.page.getByLabel('Host passcode').fill(passcode);
    await this.button('Start a meeting').click();
    await this.heading('Ready to join?').waitFor();
    return await this.page.getByLabel('Meeting link', { exact: true }).inputValue();
  }

  /** Fills in the card before the call and joins. */
  async join(entry: Entry): Promise<void> {
    await this.enter(entry);
    await this.button('Leave').waitFor();
  }

  /** Fills in the card before the call and presses the button, whatever comes of it. */
  async enter({ name, as = 'participant' }: Entry): Promise<void> {
    await this.page.getByLabel('Your name').fill(name);
    await this.page.getByRole('radio', { name: as === 'viewer' ? 'Only watch' : 'Take part' }).check();
    await this.button('Join the meeting').click();
  }

  /** Resolves when the tile shows 10 more decoded frames of a picture that moves. */
  async watch(name: string): Promise<void> {
    const video = this.tile(name).locator('video');
    await video.waitFor();
    await video.evaluate((element) => window.kit.watch(element as HTMLVideoElement, 10));
  }

  /** Resolves when sound that is not silence has arrived. */
  async listen(): Promise<void> {
    await this.page.waitForFunction(async () => (await window.kit.received('audio', 'totalAudioEnergy')) > 0);
  }

  /** The live counts, such as `2 in the call, 1 publishing, 1 watching`. */
  async counts(): Promise<string> {
    const items = await this.page.getByRole('list', { name: 'Live counts' }).getByRole('listitem').allInnerTexts();
    return items.map((text) => text.replace(/\s+/g, ' ').trim()).join(', ');
  }

  /** What screen readers were told last. */
  async announcement(): Promise<string> {
    return (await this.page.locator('#status > :last-child').textContent()) ?? '';
  }

  /** Sends a chat message; the panel has to be open. */
  async write(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Message to everyone' }).fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Lines of the accessibility tree that a person without sight could not make sense of: controls without a name. */
  async namelessControls(): Promise<string[]> {
    const tree = await this.page.locator('body').ariaSnapshot();
    const control = /- (button|textbox|combobox|checkbox|radio|link|dialog|img)(?! ")/;
    return tree.split('\n').filter((line) => control.test(line));
  }

  /** Complaints that belong to what the test does. */
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
