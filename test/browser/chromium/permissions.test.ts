import type { Page } from '@playwright/test';
import { toLaunchOptions } from '../../support/browsers.ts';
import { expect, test } from '../../support/call.ts';
import { Participant } from '../../support/participant.ts';

// What Chromium can be told to refuse: the capture, and sound before the user has touched the page.

test('a refused capture gives OT_USER_MEDIA_ACCESS_DENIED, then accessDenied, and the element back', async ({
  playwright,
  server,
}) => {
  const options = toLaunchOptions('chromium', ['--use-fake-ui-for-media-stream=deny']);
  const browser = await playwright.chromium.launch(options);
  const { page } = await Participant.open(await browser.newContext(), server.httpUrl);
  const seen = await page.evaluate(async () => {
    document.body.append(Object.assign(document.createElement('div'), { id: 'mine', textContent: 'wait' }));
    const seen: string[] = [];
    const publisher = OT.initPublisher('mine', {}, (error) => {
      seen.push(
        `callback ${error?.name} ${(error as { code?: number }).code} ${error?.message.includes('Permission Denied')}`,
      );
    });
    await new Promise<void>((resolve) => {
      publisher.on('accessAllowed', () => seen.push('accessAllowed'));
      publisher.on('accessDenied', ({ title, code }) => {
        seen.push(`accessDenied ${title} ${code}`);
        resolve();
      });
    });
    return [...seen, String(publisher.accessAllowed), document.body.innerHTML];
  });
  expect(seen).toEqual([
    'callback OT_USER_MEDIA_ACCESS_DENIED 1500 true',
    'accessDenied accessDenied 1500',
    'false',
    '<div id="mine">wait</div>',
  ]);
  await browser.close();
});

test('a permission that is withdrawn later gives accessDenied, too', async ({ call }) => {
  const { page } = await call.openPage();
  await page.context().grantPermissions(['camera', 'microphone']);
  await page.evaluate(async () => {
    const publisher = await OT.initPublisher.promise();
    publisher.on('accessDenied', ({ code, title }) => {
      window.kit.events.push({ from: 'publisher', type: 'accessDenied', detail: `${code} ${title}` });
      window.kit.kept.allowed = publisher.accessAllowed;
    });
  });
  const devTools = await page.context().newCDPSession(page);
  const { browserContextId } = (await devTools.send('Target.getTargetInfo')).targetInfo;
  const denial = { permission: { name: 'camera' }, setting: 'denied' } as const;
  await devTools.send('Browser.setPermission', {
    ...denial,
    ...(browserContextId !== undefined && { browserContextId }),
  });
  await expect
    .poll(() => page.evaluate(() => [window.kit.events, window.kit.kept.allowed]))
    .toEqual([[{ from: 'publisher', type: 'accessDenied', detail: '1500 accessDenied' }], false]);
});

/** Connects and subscribes as the page loads, and says on the console what happens: scripts that Playwright evaluates count as the user's touch. */
function subscribeOnLoad({ apiKey, sessionId, token }: { apiKey: string; sessionId: string; token: string }): void {
  addEventListener('load', () => {
    const session = OT.initSession(apiKey, sessionId);
    session.on('streamCreated', ({ stream }) => {
      const subscriber = session.subscribe(stream, undefined, {}, (error) => {
        console.info(error === undefined ? 'subscribed' : error.message);
      });
      subscriber.on('audioBlocked', () => console.info('blocked'));
      subscriber.on('audioUnblocked', () => console.info('unblocked'));
    });
    session.connect(token);
  });
}

test('sound that the browser blocks: the picture plays, and a click on the button brings the sound', async ({
  call,
  playwright,
  server,
}) => {
  const sender = await call.openPage();
  const invitation = await call.invite();
  await sender.page.evaluate(async ({ apiKey, sessionId, token }) => {
    const session = OT.initSession(apiKey, sessionId);
    await session.connect.promise(token);
    await session.publish.promise(await OT.initPublisher.promise());
  }, invitation);

  const options = toLaunchOptions('chromium', ['--autoplay-policy=user-gesture-required']);
  const browser = await playwright.chromium.launch(options);
  const context = await browser.newContext();
  await context.addInitScript(subscribeOnLoad, await call.invite({ sessionId: invitation.sessionId }));
  const said: string[] = [];
  context.on('console', (message) => said.push(message.text()));
  const { page } = await Participant.open(context, server.httpUrl);
  await expect.poll(() => said).toEqual(['blocked', 'subscribed']);

  const video = page.locator('.OT_subscriber video');
  await expect(page.locator('.OT_root')).toHaveClass(/OT_container-audio-blocked/);
  await expect(video).toHaveJSProperty('muted', true);
  await expect(video).toHaveJSProperty('paused', false);
  const button = page.getByRole('button', { name: 'Play sound' });
  await button.click();
  await expect(button).toBeHidden();
  await expect.poll(() => said.at(-1)).toBe('unblocked');
  await expect(video).toHaveJSProperty('muted', false);
  await expect(video).toHaveJSProperty('paused', false);
  await browser.close();
});

/** A machine without camera: `OT.initPublisher` there. */
async function captureWithoutCamera(page: Page, properties: object): Promise<string> {
  return await page.evaluate(async (options) => {
    try {
      const publisher = await OT.initPublisher.promise(undefined, options);
      const preview = publisher.element?.querySelector('video') as HTMLVideoElement;
      const kinds = (preview.srcObject as MediaStream).getTracks().map(({ kind }) => kind);
      return `${kinds.join()} ${publisher.element?.classList.contains('OT_audio-only')}`;
    } catch (error) {
      return (error as Error).name;
    }
  }, properties);
}

test('a missing camera is left out, and is an error only when nothing else is left', async ({ playwright, server }) => {
  const options = toLaunchOptions('chromium', ['--use-fake-device-for-media-stream=device-count=0']);
  const browser = await playwright.chromium.launch(options);
  const { page } = await Participant.open(await browser.newContext(), server.httpUrl);
  expect(await captureWithoutCamera(page, {})).toBe('audio true');
  expect(await captureWithoutCamera(page, { audioSource: null })).toBe('OT_NO_DEVICES_FOUND');
  await browser.close();
});
