import type { BrowserContext, Page } from '@playwright/test';
import { toLaunchOptions } from '../../support/browsers.ts';
import { test as base, expect } from '../../support/call.ts';
import { type Invitation, Participant } from '../../support/participant.ts';

// Sound that goes through a filter before anybody touched the page. Chromium only: the Firefox of these tests leaves every
// AudioContext suspended.

/** What a page has to allow for filters. */
const contentSecurityPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** Says on the console what becomes of sound: scripts that Playwright evaluates count as the user's touch. */
function tellOfSound(): void {
  window.AudioContext = class extends window.AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      this.addEventListener('statechange', () => console.info(this.state));
    }

    override resume(): Promise<void> {
      console.info('resume');
      return super.resume();
    }
  };
  for (const type of ['click', 'keyup']) document.addEventListener(type, () => console.info(type));
}

/** Makes tracks as the page loads: a buzz in bursts, and a picture. No captures: a page that captures is allowed to play. */
function makeTracksOnLoad(): void {
  const { MediaStreamTrackGenerator } = window as unknown as {
    MediaStreamTrackGenerator: new (init: {
      kind: 'audio';
    }) => MediaStreamTrack & { writable: WritableStream<AudioData> };
  };
  const audioSource = new MediaStreamTrackGenerator({ kind: 'audio' });
  const writer = audioSource.writable.getWriter();
  const format = { format: 'f32', sampleRate: 48_000, numberOfFrames: 480, numberOfChannels: 1 } as const;
  let moment = 0;
  setInterval(() => {
    const loudness = moment % 40 < 20 ? 0.5 : 0;
    const data = Float32Array.from({ length: 480 }, (_, index) => loudness * ((index % 240) / 120 - 1));
    void writer.write(new AudioData({ ...format, timestamp: 10_000 * moment, data }));
    moment += 1;
  }, 10);
  addEventListener('load', () => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    setInterval(() => {
      context.fillStyle = `hsl(${performance.now() / 10}, 80%, 50%)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }, 50);
    const videoSource = canvas.captureStream().getVideoTracks()[0];
    Object.assign(window.kit.kept, { audioSource, videoSource });
  });
}

/** Publishes as the page loads, with sound that is filtered. */
function publishOnLoad({ apiKey, sessionId, token }: Invitation): void {
  addEventListener('load', async () => {
    const session = OT.initSession(apiKey, sessionId);
    await session.connect.promise(token);
    const audioFilter = { type: 'advancedNoiseSuppression' } as const;
    const properties = { insertMode: 'append', audioFilter, ...window.kit.kept } as const;
    await session.publish.promise(await OT.initPublisher.promise(undefined, properties));
    console.info('published');
  });
}

/** Filters sound as the page loads, and no longer. */
function filterOnLoad(): void {
  addEventListener('load', async () => {
    const publisher = await OT.initPublisher.promise(undefined, window.kit.kept);
    await publisher.applyAudioFilter({ type: 'advancedNoiseSuppression' });
    await publisher.clearAudioFilter();
    console.info('cleared');
  });
}

interface UntouchedPage {
  readonly page: Page;
  /** What the page said on its console, without warnings. */
  readonly said: readonly string[];
}

const test = base.extend<{
  openUntouched: (prepare: (context: BrowserContext) => Promise<unknown>) => Promise<UntouchedPage>;
}>({
  openUntouched: async ({ playwright, server }, use) => {
    const options = toLaunchOptions('chromium', ['--autoplay-policy=document-user-activation-required']);
    const browser = await playwright.chromium.launch(options);
    await use(async (prepare) => {
      const context = await browser.newContext();
      await context.addInitScript(tellOfSound);
      await context.addInitScript(makeTracksOnLoad);
      await prepare(context);
      const said: string[] = [];
      context.on('console', (message) => void (message.type() === 'info' && said.push(message.text())));
      const { page } = await Participant.open(context, server.httpUrl, contentSecurityPolicy);
      return { page, said };
    });
    await browser.close();
  },
});

for (const [gesture, touch] of [
  ['click', ({ mouse }: Page) => mouse.click(300, 300)],
  ['keyup', ({ keyboard }: Page) => keyboard.press('a')],
] as const) {
  test(`filtered sound that the browser holds back is heard after the first touch of the page: ${gesture}`, async ({
    call,
    openUntouched,
  }) => {
    const receiver = await call.openPage();
    const invitation = await call.invite();
    await receiver.join(await call.invite({ sessionId: invitation.sessionId }));
    const { page, said } = await openUntouched((context) => context.addInitScript(publishOnLoad, invitation));
    await expect.poll(() => said).toEqual(['resume', 'published']);
    await receiver.watch();
    expect(await receiver.page.evaluate(() => window.kit.received('audio', 'totalAudioEnergy'))).toBe(0);
    await touch(page);
    await expect.poll(() => said).toEqual(expect.arrayContaining([gesture, 'running']));
    await receiver.listen();
    // It runs: nothing is waited for any more.
    const before = said.length;
    await touch(page);
    await expect.poll(() => said.slice(before)).toEqual([gesture]);
  });
}

test('a filter that has ended does not wait for a touch', async ({ openUntouched }) => {
  const { page, said } = await openUntouched((context) => context.addInitScript(filterOnLoad));
  await expect.poll(() => said).toContain('cleared');
  const before = said.length;
  await page.mouse.click(300, 300);
  await expect.poll(() => said.slice(before)).toEqual(['click']);
});
