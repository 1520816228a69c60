import { expect, test } from '../support/meeting.ts';

// The demo as a host and a guest use it, in real browsers with real media.

test('a host starts a meeting, a guest follows the link, and they see each other', async ({ meeting }) => {
  const host = await meeting.visit('/');
  const link = await host.startMeeting(meeting.passcode);
  await host.join({ name: 'Ada Lovelace' });
  await expect(host.heading('Nobody else is here yet')).toBeVisible();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await Promise.all([host.watch('Grace Hopper'), guest.watch('Ada Lovelace')]);
  await Promise.all([host.listen(), guest.listen()]);
  await Promise.all([host.watch('Ada Lovelace (you)'), guest.watch('Grace Hopper (you)')]);
  await expect(host.heading('Nobody else is here yet')).toBeHidden();
  for (const demo of [host, guest]) {
    await expect.poll(() => demo.counts()).toBe('2 in the call, 2 publishing, 0 watching');
  }
  await expect.poll(() => host.announcement()).toBe('Grace Hopper joined.');
});

test('a guest who leaves is gone at once, and may come back', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await host.watch('Grace Hopper');
  await guest.button('Leave').click();
  await expect(guest.heading('You left the meeting')).toBeFocused();
  await expect(host.tile('Grace Hopper')).toHaveCount(0);
  await expect.poll(() => host.announcement()).toBe('Grace Hopper left.');
  await expect.poll(() => host.counts()).toBe('1 in the call, 1 publishing, 0 watching');
  await guest.button('Rejoin').click();
  await Promise.all([host.watch('Grace Hopper'), guest.watch('Ada Lovelace')]);
});

test('every video says how it is encrypted, and what that means', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await host.watch('Grace Hopper');
  for (const name of ['Grace Hopper', 'Ada Lovelace (you)']) {
    await expect(host.tile(name).getByRole('button', { name: /^Encryption of .*: AES-256-GCM\./ })).toBeVisible();
  }
  const suites = await host.page.evaluate(() => window.kit.srtpCiphers());
  expect(new Set(suites)).toEqual(new Set(['SRTP_AEAD_AES_256_GCM']));
  await host.button(/^Encryption of this meeting: AES-256-GCM/).click();
  const dialog = host.page.getByRole('dialog', { name: 'Encryption of this meeting' });
  await expect(dialog.getByText('256 bits')).toHaveCount(2);
  await expect(dialog.getByText('not end-to-end encryption')).toBeVisible();
  await host.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await guest.button(/^Encryption of the video of Ada Lovelace: AES-256-GCM/).click();
  await expect(guest.page.getByRole('dialog')).toContainText('From the server to you');
});

test('somebody who only watches sends nothing, is seen by all, and may write', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const viewer = await meeting.visit(link, { browser: 1 });
  await viewer.page.getByLabel('Your name').fill('Linus');
  await viewer.page.getByRole('radio', { name: 'Only watch' }).check();
  await viewer.button('Join the meeting').click();
  await viewer.watch('Ada Lovelace');
  await expect(viewer.button('Turn microphone off')).toBeHidden();
  await expect(viewer.tile('Linus')).toHaveCount(0);
  await expect.poll(() => host.counts()).toBe('2 in the call, 1 publishing, 1 watching');
  await host.button('People').click();
  const people = host.page.getByRole('complementary', { name: 'People' });
  await expect(people.getByRole('list').nth(0)).toContainText('Ada Lovelace');
  await expect(people.getByRole('list').nth(1)).toHaveText(/^\s*L\s*Linus\s*Remove\s*$/);
  await expect(people.getByText('1 of them without sending')).toBeVisible();
  await expect(host.tile('Ada Lovelace (you)').getByTitle('1 of the others receive your video')).toBeVisible();
  await viewer.button(/^Chat/).click();
  await viewer.write('May I ask something?');
  await expect(viewer.page.getByRole('log')).toContainText('May I ask something?');
  await expect.poll(() => host.announcement()).toBe('Linus writes: May I ask something?');
  await host.button(/^Chat/).click();
  await expect(host.page.getByRole('log')).toContainText('May I ask something?');
});

test('chat goes both ways and shows nothing but text', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await guest.button('Chat').click();
  await guest.write('<img src=x onerror=alert(1)> & more');
  await expect(host.button('Chat 1 unread')).toBeVisible();
  await host.button(/^Chat/).click();
  const log = host.page.getByRole('log');
  await expect(log).toContainText('<img src=x onerror=alert(1)> & more');
  await expect(log.locator('img')).toHaveCount(0);
  await expect(host.button('Chat')).toBeVisible();
  await host.write('I see what you did.');
  await expect(guest.page.getByRole('log')).toContainText('I see what you did.');
});

test('switching microphone and camera off is seen by the others', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await host.watch('Grace Hopper');
  await guest.button('Turn microphone off').click();
  const muted = host.tile('Grace Hopper').getByText('Microphone off:');
  await expect(muted).toBeVisible();
  await guest.page.keyboard.press('v');
  await expect(guest.button('Turn camera on')).toBeVisible();
  await expect(host.tile('Grace Hopper').locator('video')).toBeHidden();
  await guest.page.keyboard.press('v');
  await guest.page.keyboard.press('m');
  await expect(muted).toBeHidden();
  await host.watch('Grace Hopper');
});

test('another microphone and camera can be chosen during the call, and the others see no gap', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await host.watch('Grace Hopper');
  const seen = await host.tile('Grace Hopper').locator('video').elementHandle();
  await guest.button('Devices').click();
  const dialog = guest.page.getByRole('dialog', { name: 'Devices' });
  for (const kind of ['Microphone', 'Camera']) {
    const menu = dialog.getByLabel(kind, { exact: true });
    const labels = await menu.locator('option').allTextContents();
    expect(labels.length).toBeGreaterThan(0);
    const other = labels.at(-1) ?? '';
    // What is chosen already makes no change: the event says that the choice is meant.
    await menu.selectOption(other);
    await menu.dispatchEvent('change');
  }
  await guest.button('Done').click();
  await host.watch('Grace Hopper');
  await expect.poll(() => host.counts()).toBe('2 in the call, 2 publishing, 0 watching');
  const still = await host.tile('Grace Hopper').locator('video').elementHandle();
  expect(await host.page.evaluate(([one, other]) => one === other, [seen, still] as const)).toBe(true);
});

test('nothing personal and no secret is in any address', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await guest.watch('Ada Lovelace');
  const roomId = link.split('=')[1] ?? '';
  expect(roomId).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(new URL(guest.page.url()).hash).toBe(`#room=${roomId}`);
  const asked = [...host.urls, ...guest.urls].map((url) => url.replace(/#.*$/, ''));
  expect(asked.length).toBeGreaterThan(10);
  for (const word of ['Grace', 'Ada', roomId, meeting.passcode, 'T1==', 'eyJ']) {
    expect(asked.filter((url) => url.includes(word))).toEqual([]);
  }
});

test('the whole way works by keyboard, and every control has a name', async ({ meeting }) => {
  const host = await meeting.visit('/');
  const { page } = host;
  const tabTo = async (name: RegExp): Promise<void> => {
    const reached = () =>
      page.evaluate(() => {
        const { activeElement: active } = document;
        const label =
          active?.getAttribute('aria-label') ?? (active as HTMLInputElement | null)?.labels?.[0]?.textContent;
        return label ?? active?.textContent?.trim() ?? '';
      });
    for (let presses = 0; presses < 40 && !name.test(await reached()); presses += 1) await page.keyboard.press('Tab');
    expect(await reached()).toMatch(name);
  };
  expect(await host.namelessControls()).toEqual([]);
  await tabTo(/Host passcode/);
  await page.keyboard.type(meeting.passcode);
  await page.keyboard.press('Enter');
  await expect(host.heading('Ready to join?')).toBeFocused();
  expect(await host.namelessControls()).toEqual([]);
  await tabTo(/Your name/);
  await page.keyboard.type('Ada Lovelace');
  await page.keyboard.press('Enter');
  await expect(host.heading('Meeting')).toBeFocused();
  await host.watch('Ada Lovelace (you)');
  expect(await host.namelessControls()).toEqual([]);
  await tabTo(/Turn microphone off/);
  await page.keyboard.press('Enter');
  await expect(host.button('Turn microphone on')).toBeFocused();
  await tabTo(/^People/);
  await page.keyboard.press('Enter');
  await expect(host.heading('People')).toBeFocused();
  expect(await host.namelessControls()).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(host.button('People')).toBeFocused();
  await expect(host.button('People')).toHaveAttribute('aria-expanded', 'false');
  await tabTo(/^Leave/);
  await page.keyboard.press('Enter');
  await expect(host.heading('You left the meeting')).toBeFocused();
  expect(await host.namelessControls()).toEqual([]);
});

test('a phone of 360 px shows everything without scrolling sideways', async ({ meeting }) => {
  const phone = await meeting.visit('/', { signedIn: true, width: 360, height: 740 });
  const overflow = () =>
    phone.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBe(0);
  await phone.startMeeting();
  expect(await overflow()).toBe(0);
  await phone.join({ name: 'Ada Lovelace' });
  await phone.watch('Ada Lovelace (you)');
  expect(await overflow()).toBe(0);
  const controls = phone.page.getByRole('region', { name: 'Call controls' }).getByRole('button');
  await expect(controls).toHaveCount(7);
  for (const control of await controls.all()) {
    const box = await control.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 1000)).toBeLessThanOrEqual(360);
    expect(box?.width).toBeGreaterThanOrEqual(40);
    expect(box?.height).toBeGreaterThanOrEqual(44);
  }
  await phone.button('People').click();
  await expect(phone.button('Leave')).toBeInViewport({ ratio: 1 });
  await phone.button('Close people').click();
  await expect(phone.button('People')).toBeFocused();
});
