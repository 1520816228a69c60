import { toLines, toVerdict } from '../../demo/page/check-report.ts';
import type { NetworkTestReport } from '../../src/client/diagnostics/network-test.ts';
import { expect, test } from '../support/meeting.ts';
import { installScreen } from '../support/screen.ts';

// What the demo shows of quality: before the call, on each video, and as graphs.

const works = { state: 'works', ms: expect.any(Number) };

/** Keeps what the test before a call found out, beside what the page makes of it. */
const keepReport = () => {
  const { testNetwork } = OT;
  OT.testNetwork = async (options) => {
    const report = await testNetwork(options);
    window.kit.kept.report = report;
    return report;
  };
};

test('a guest checks the connection before the call, in words', async ({ meeting }) => {
  test.setTimeout(60_000);
  const { link } = await meeting.host();
  const guest = await meeting.visit(link, { browser: 1 });
  await guest.page.evaluate(keepReport);
  await guest.button('Check my connection').click();
  await guest.page.waitForFunction(() => window.kit.kept.report !== undefined, undefined, { timeout: 40_000 });
  const report = await guest.page.evaluate(() => window.kit.kept.report as NetworkTestReport);
  expect(report).toMatchObject({ socket: works, udp: works, tcp: works, turn: { state: 'notConfigured' } });
  // How good the line is depends on what else the machine does; that the page says it does not.
  await expect(guest.page.locator('#check-status')).toHaveText(toVerdict(report));
  const lines = toLines(report);
  expect(lines.map(([name]) => name)).toContain('Expected sound (MOS)');
  await expect(guest.page.locator('#check-results > *')).toHaveText(lines.flat());
  await guest.join({ name: 'Grace Hopper' });
  await guest.watch('Ada Lovelace');
});

test('each video wears its quality, and the panel draws its numbers while it is open', async ({ meeting }) => {
  test.setTimeout(60_000);
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await host.watch('Grace Hopper');
  const badge = host.tile('Grace Hopper').locator('.tile-quality');
  await expect(badge).toHaveAttribute('title', /^Connection: (bad|poor|fair|good|excellent)$/, { timeout: 15_000 });
  // Only the page that is looked at has a focus.
  await host.page.bringToFront();
  await host.button('Quality').click();
  const panel = host.page.getByRole('complementary', { name: 'Quality' });
  await expect(panel.getByRole('heading', { level: 3 })).toHaveText(['You', 'Grace Hopper']);
  await expect(panel.locator('canvas')).toHaveCount(8);
  for (const section of await panel.locator('.stream-graphs').all()) {
    await expect(section).toContainText(/Bitrate.*[1-9]\d* kbit\/s/s);
    await expect(section).toContainText(/Round trip.*\d+ ms/s);
    await expect(section).toContainText(/Frame rate.*\d+ fps/s);
  }
  // The line of the bit rate has been drawn: some pixel has the accent's colour.
  const drawn = await panel
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      let coloured = 0;
      for (let index = 0; index < data.length; index += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.slice(index, index + 4);
        if (alpha > 128 && green > red + 40 && green > blue - 20) coloured += 1;
      }
      return coloured;
    });
  expect(drawn).toBeGreaterThan(5);
  await guest.button('Leave').click();
  await expect(panel.getByRole('heading', { level: 3 })).toHaveText(['You']);
  await host.page.bringToFront();
  await panel.getByRole('heading', { name: 'Quality' }).focus();
  await host.page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  expect(await host.page.evaluate(() => document.activeElement?.id)).toBe('open-quality');
  expect(await host.namelessControls()).toEqual([]);
});

test('who speaks is shown large when that is wanted', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  await meeting.guest(link, { name: 'Grace Hopper' });
  await host.watch('Grace Hopper');
  const width = async (name: string) => (await host.tile(name).boundingBox())?.width ?? 0;
  const [own, other] = ['Ada Lovelace (you)', 'Grace Hopper'];
  expect(Math.abs((await width(own)) - (await width(other)))).toBeLessThan(2);
  const button = host.button('Show who speaks large');
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => (await width(other)) / (await width(own))).toBeGreaterThan(2);
  await host.watch(other);
  await button.click();
  await expect.poll(async () => Math.abs((await width(own)) - (await width(other)))).toBeLessThan(2);
});

test('a shared screen is one more video, large for all, and ends with the button', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await guest.watch('Ada Lovelace');
  await guest.page.evaluate(installScreen);
  await guest.button('Share your screen').click();
  await host.watch('Screen of Grace Hopper');
  await host.watch('Ada Lovelace (you)');
  await guest.watch('Screen of Grace Hopper (you)');
  const [large, small] = await Promise.all([
    host.tile('Screen of Grace Hopper').boundingBox(),
    host.tile('Ada Lovelace (you)').boundingBox(),
  ]);
  expect((large?.width ?? 0) / (small?.width ?? 1)).toBeGreaterThan(2);
  await expect.poll(() => host.counts()).toBe('2 in the call, 2 publishing, 0 watching');
  await guest.button('Stop sharing your screen').click();
  await expect(host.tile('Screen of Grace Hopper')).toHaveCount(0);
  await expect(guest.button('Share your screen')).toBeVisible();
});
