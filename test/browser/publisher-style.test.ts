import type { Page } from '@playwright/test';
import { expect, test } from '../support/call.ts';

// How a publisher's default UI looks.

/** Starts a publisher in the page, not published; resolves when the preview is there. */
async function preview(page: Page, properties: object): Promise<void> {
  await page.evaluate(async (wishes) => {
    window.kit.publisher = await OT.initPublisher.promise(undefined, { insertMode: 'append', ...wishes });
  }, properties);
}

test('without sound there is neither meter nor mute button', async ({ call }) => {
  const { page } = await call.openPage();
  await preview(page, { audioSource: null });
  await expect(page.locator('.OT_publisher .OT_name')).toHaveCount(1);
  await expect(page.locator('.OT_publisher .OT_audio-level-meter, .OT_publisher .OT_mute')).toHaveCount(0);
});

test('the option style and setStyle change the look; what is no style is ignored', async ({ call }) => {
  const { page } = await call.openPage();
  await preview(page, { name: 'Ada', style: { nameDisplayMode: 'on' } });
  await page.mouse.move(900, 700);
  await expect(page.locator('.OT_publisher .OT_name')).toHaveCSS('opacity', '1');
  await expect(page.locator('.OT_publisher .OT_mute')).toHaveCSS('opacity', '0');
  const result = await page.evaluate(() => {
    const { publisher } = window.kit;
    const chained = publisher?.setStyle({ buttonDisplayMode: 'on', nameDisplayMode: 'loud' as 'on' }) === publisher;
    return { chained, button: publisher?.getStyle('buttonDisplayMode'), name: publisher?.getStyle().nameDisplayMode };
  });
  expect(result).toEqual({ chained: true, button: 'on', name: 'on' });
  await expect(page.locator('.OT_publisher .OT_mute')).toHaveCSS('opacity', '1');
});

test('the meter is seen without a picture, unless the style says otherwise', async ({ call }) => {
  const { page } = await call.openPage();
  await preview(page, { videoSource: null });
  const meter = page.locator('.OT_publisher .OT_audio-level-meter');
  await expect(meter).toBeVisible();
  await page.evaluate(() => void window.kit.publisher?.setStyle('audioLevelDisplayMode', 'off'));
  await expect(meter).toBeHidden();
});
