import { expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

// The default UI of a preview: what apps' style sheets, keyboards and screen readers find. The page allows no inline style.

/** Adds the app's own element and a publisher to the page; resolves when the preview shows its picture. */
async function preview({ page }: Participant, properties: object = {}): Promise<void> {
  await page.evaluate(async (options) => {
    const target = Object.assign(document.createElement('div'), { id: 'mine', className: 'tile', textContent: 'wait' });
    document.body.append(target);
    window.kit.kept.publisher = await OT.initPublisher.promise('mine', options);
  }, properties);
}

test('the container and its parts have the class names and the order that apps style', async ({ call }) => {
  const participant = await call.openPage();
  await preview(participant, { name: 'Ada', width: 320, height: '30vh' });
  const root = participant.page.locator('#mine');
  await expect(root).toHaveClass('tile OT_root OT_publisher OT_fit-mode-cover OT_mirrored');
  const found = await root.evaluate((element) => ({
    parts: [...element.children].map((part) => `${part.localName} ${part.classList[0]}`),
    frame: [...(element.firstElementChild?.children ?? [])].map((part) => `${part.localName} ${part.classList[0]}`),
    size: [element.style.width, element.style.height, element.style.overflow],
    text: element.textContent,
  }));
  expect(found).toEqual({
    parts: [
      'div OT_widget-container',
      'div OT_bar',
      'h1 OT_name',
      'h1 OT_archiving',
      'button OT_edge-bar-item',
      'div OT_audio-level-meter',
      'div OT_video-disabled-indicator',
    ],
    frame: ['div OT_video-poster', 'div OT_video-loading', 'video OT_video-element'],
    size: ['320px', '30vh', 'hidden'],
    text: 'Ada',
  });
  await participant.page.evaluate(() =>
    window.kit.watch(document.querySelector('.OT_video-element') as HTMLVideoElement, 3),
  );
});

test('the style sheet works on a page that allows no inline style', async ({ call }) => {
  const participant = await call.openPage();
  await preview(participant);
  const root = participant.page.locator('#mine');
  await expect(root).toHaveCSS('position', 'relative');
  await expect(root.locator('video')).toHaveCSS('object-fit', 'cover');
  await expect(root.locator('.OT_video-poster')).toBeHidden();
  await expect(root.locator('.OT_video-loading')).toBeHidden();
  expect((await root.boundingBox())?.width).toBe(264);
  expect((await root.boundingBox())?.height).toBe(198);
});

test("the app's own element is given back with its content", async ({ call }) => {
  const participant = await call.openPage();
  await preview(participant);
  await participant.page.evaluate(() => {
    (window.kit.kept.publisher as { destroy(): void }).destroy();
  });
  const html = await participant.page.evaluate(() => document.body.innerHTML);
  expect(html).toBe('<div id="mine" class="tile">wait</div>');
});

test('append, before, after and no target add an element of their own, which goes away again', async ({ call }) => {
  const { page } = await call.openPage();
  const layouts = await page.evaluate(async () => {
    document.body.append(Object.assign(document.createElement('div'), { id: 'mine' }));
    const layout = () =>
      [...document.body.querySelectorAll('body > div, body > div > div')].map(
        ({ id, parentElement }) => `${parentElement?.id ?? ''}/${id.startsWith('OT_') ? 'widget' : id}`,
      );
    const seen: string[][] = [];
    for (const insertMode of ['append', 'before', 'after'] as const) {
      const publisher = OT.initPublisher('mine', { insertMode, showControls: false });
      seen.push(layout().filter((entry) => /(mine|widget)$/.test(entry)));
      publisher.destroy();
    }
    const publisher = OT.initPublisher();
    seen.push(layout().filter((entry) => /(mine|widget)$/.test(entry)));
    publisher.destroy();
    return [...seen, [document.body.innerHTML]];
  });
  expect(layouts).toEqual([
    ['/mine', 'mine/widget'],
    ['/widget', '/mine'],
    ['/mine', '/widget'],
    ['/mine', '/widget'],
    ['<div id="mine"></div>'],
  ]);
});

test('the mute button works by keyboard and says what it does', async ({ call }) => {
  const participant = await call.openPage();
  await preview(participant, { name: 'Ada' });
  const mute = participant.page.getByRole('button', { name: 'Mute microphone' });
  const soundOn = () =>
    participant.page.evaluate(
      () =>
        (document.querySelector('video') as HTMLVideoElement & { srcObject: MediaStream }).srcObject.getAudioTracks()[0]
          ?.enabled,
    );
  await expect(mute).toHaveAttribute('aria-pressed', 'false');
  await mute.focus();
  await expect(mute).toHaveCSS('opacity', '1');
  await participant.page.keyboard.press('Enter');
  await expect(mute).toHaveAttribute('aria-pressed', 'true');
  await expect(mute).toHaveClass(/OT_active/);
  expect(await soundOn()).toBe(false);
  await participant.page.keyboard.press('Space');
  await expect(mute).toHaveAttribute('aria-pressed', 'false');
  expect(await soundOn()).toBe(true);
});

test('without a microphone there is no mute button, without controls no control is visible', async ({ call }) => {
  const silent = await call.openPage();
  await preview(silent, { audioSource: null });
  await expect(silent.page.locator('.OT_mute')).toHaveCount(0);
  const bare = await call.openPage();
  await preview(bare, { showControls: false, name: 'Ada' });
  await bare.page.locator('#mine').hover();
  for (const part of ['.OT_bar', '.OT_name', '.OT_mute']) await expect(bare.page.locator(part)).toBeHidden();
});

test('without default UI the app gets the video element and nothing else is added', async ({ call }) => {
  const { page } = await call.openPage();
  const result = await page.evaluate(async () => {
    const publisher = OT.initPublisher(null, { insertDefaultUI: false });
    const element = await new Promise<HTMLVideoElement>((resolve) => {
      publisher.on('videoElementCreated', (event) => resolve(event.element));
    });
    await window.kit.watch(element, 3);
    return { parent: element.parentElement, root: publisher.element, id: publisher.id, body: document.body.innerHTML };
  });
  expect(result).toEqual({ parent: null, body: '' });
});

test('the badge is lit while the call is recorded, and says so for a moment', async ({ call }) => {
  const participant = await call.openPage();
  await participant.join(await call.invite(), { subscribe: false });
  await participant.publish();
  const badge = participant.page.locator('.OT_publisher .OT_archiving');
  await expect(badge).toBeHidden();
  const tell = (type: string) =>
    participant.page.evaluate((type) => window.kit.session?.trigger(type, { id: 'a', name: 'Board' }), type);
  await tell('archiveStarted');
  await expect(badge).toBeVisible();
  await expect(badge.locator('.OT_archiving-light')).toHaveClass(/OT_active/);
  await expect(badge).toHaveText('Archiving on');
  await expect(badge).toHaveText('', { timeout: 8_000 });
  await expect(badge).toBeVisible();
  await tell('archiveStopped');
  await expect(badge).toHaveText('Archiving off');
  await expect(badge).toBeHidden({ timeout: 8_000 });
  await participant.page.evaluate(() => window.kit.publisher?.setStyle('archiveStatusDisplayMode', 'off'));
  await tell('archiveStarted');
  await expect(badge).toBeHidden();
});

test('small widgets say that they are small', async ({ call }) => {
  const participant = await call.openPage();
  await preview(participant, { width: 100, height: 200 });
  await expect(participant.page.locator('#mine')).toHaveClass(/OT_mini/);
  await participant.page.evaluate(() => {
    (document.getElementById('mine') as HTMLElement).style.height = '50px';
  });
  await expect(participant.page.locator('#mine')).toHaveClass(/OT_micro/);
});
