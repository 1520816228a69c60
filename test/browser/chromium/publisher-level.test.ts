import type { Page } from '@playwright/test';
import { expect, test } from '../../support/call.ts';

// How loud a publisher's own sound is. Chromium only: the Firefox of these tests leaves every AudioContext suspended,
// autoplay allowed or not; presumably for want of a sound device.

/** Starts a publisher in the page, not published; resolves when the preview is there. */
async function preview(page: Page, properties: object): Promise<void> {
  await page.evaluate(async (wishes) => {
    window.kit.publisher = await OT.initPublisher.promise(undefined, { insertMode: 'append', ...wishes });
  }, properties);
}

/** How big the meter's disc is, 0 to 1. */
function readMeter(page: Page): Promise<number> {
  return page.evaluate(() => {
    const value = document.querySelector('.OT_publisher .OT_audio-level-meter__value') as HTMLElement;
    return Number(/scale\(([\d.]+)\)/.exec(value.style.transform)?.[1] ?? 0);
  });
}

test('whoever listens learns how loud the sound is, before anything is published', async ({ call }) => {
  const { page } = await call.openPage();
  await preview(page, {});
  const levels = await page.evaluate(async () => {
    const { publisher } = window.kit;
    /** The first level that passes. */
    const next = (passes: (level: number) => boolean) =>
      new Promise<number>((resolve) => {
        const listen = ({ audioLevel }: { audioLevel: number }) => {
          if (!passes(audioLevel)) return;
          publisher?.off('audioLevelUpdated', listen);
          resolve(audioLevel);
        };
        publisher?.on('audioLevelUpdated', listen);
      });
    const loud = await next((level) => level > 0.05);
    publisher?.publishAudio(false);
    const silent = await next((level) => level === 0);
    return { loud, silent };
  });
  expect(levels.loud).toBeLessThanOrEqual(1);
  expect(levels.silent).toBe(0);
});

test('the meter moves with the sound', async ({ call }) => {
  const { page } = await call.openPage();
  await preview(page, { videoSource: null });
  await expect.poll(() => readMeter(page)).toBeGreaterThan(0.2);
});
