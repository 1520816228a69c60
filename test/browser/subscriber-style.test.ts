import type { SubscriberProperties } from '../../src/client/subscriber/properties.ts';
import type { Subscriber } from '../../src/client/subscriber/subscriber.ts';
import { type Call, expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

// How a subscriber's default UI looks, and its level meter.

/** Somebody who publishes with sound and, unless it is turned off, picture; and the page that shows it. */
async function show(call: Call, publisher: object, properties: SubscriberProperties = {}): Promise<Participant> {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId, role: 'subscriber' }), { subscribe: false });
  await receiver.page.evaluate((wishes) => {
    const { session, subscribers } = window.kit;
    session?.on('streamCreated', ({ stream }) => {
      subscribers.push(session.subscribe(stream, undefined, { insertMode: 'append', ...wishes }));
    });
  }, properties);
  await sender.join(invitation, { subscribe: false });
  await sender.publish({ name: 'Ada', ...publisher });
  await expect(receiver.page.locator('.OT_subscriber')).toHaveCount(1);
  await expect(receiver.page.locator('.OT_subscriber.OT_loading')).toHaveCount(0);
  return receiver;
}

/** Waits until the meter's disc is seen to grow; the test device beeps once a second, so each frame is looked at. */
async function seeMeterMove({ page }: Participant): Promise<void> {
  await page.waitForFunction(() => {
    const value = document.querySelector('.OT_audio-level-meter__value') as HTMLElement;
    return Number(/scale\(([\d.]+)\)/.exec(value.style.transform)?.[1] ?? 0) > 0.2;
  });
}

test('without a picture the level meter shows how loud it is, and style can hide it', async ({ call }) => {
  const receiver = await show(call, { videoSource: null });
  const meter = receiver.page.locator('.OT_audio-level-meter');
  await expect(meter).toBeVisible();
  await seeMeterMove(receiver);
  await receiver.page.evaluate(() => void window.kit.subscribers[0]?.setStyle('audioLevelDisplayMode', 'off'));
  await expect(meter).toBeHidden();
});

test('with a picture the meter is seen only when the style says so', async ({ call }) => {
  const receiver = await show(call, {});
  const meter = receiver.page.locator('.OT_audio-level-meter');
  await expect(meter).toBeHidden();
  await receiver.page.evaluate(() => void window.kit.subscribers[0]?.setStyle({ audioLevelDisplayMode: 'on' }));
  await expect(meter).toBeVisible();
  await seeMeterMove(receiver);
});

test('name, button and poster follow the style; what is no style is ignored', async ({ call }) => {
  const { page } = await show(call, { publishVideo: false }, { style: { nameDisplayMode: 'on' } });
  const image = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  await page.route('**/poster.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: image }));
  await page.evaluate(() => void window.kit.subscribers[0]?.setStyle('backgroundImageURI', '/poster.svg'));
  await page.mouse.move(900, 700);
  await expect(page.locator('.OT_subscriber .OT_name')).toHaveCSS('opacity', '1');
  await expect(page.locator('.OT_subscriber .OT_mute')).toHaveCSS('opacity', '0');
  await expect(page.locator('.OT_subscriber .OT_video-poster img')).toHaveAttribute('src', '/poster.svg');
  const styles = await page.evaluate(() => {
    const subscriber = window.kit.subscribers[0] as Subscriber;
    const chained = subscriber.setStyle({ buttonDisplayMode: 'on', nameDisplayMode: 'loud' as 'on' }) === subscriber;
    subscriber.setStyle('backgroundImageURI', null);
    return { chained, button: subscriber.getStyle('buttonDisplayMode'), all: subscriber.getStyle() };
  });
  expect(styles).toEqual({
    chained: true,
    button: 'on',
    all: {
      nameDisplayMode: 'on',
      buttonDisplayMode: 'on',
      audioLevelDisplayMode: 'auto',
      videoDisabledDisplayMode: 'auto',
      audioBlockedDisplayMode: 'auto',
      archiveStatusDisplayMode: 'auto',
      backgroundImageURI: null,
    },
  });
  await expect(page.locator('.OT_subscriber .OT_mute')).toHaveCSS('opacity', '1');
  await expect(page.locator('.OT_subscriber .OT_video-poster svg')).toBeVisible();
});

test('without controls no style brings them back', async ({ call }) => {
  const { page } = await show(call, {}, { showControls: false });
  await page.evaluate(
    () => void window.kit.subscribers[0]?.setStyle({ nameDisplayMode: 'on', buttonDisplayMode: 'on' }),
  );
  for (const part of ['.OT_name', '.OT_mute', '.OT_bar', '.OT_audio-level-meter']) {
    await expect(page.locator(`.OT_subscriber ${part}`)).toBeHidden();
  }
});
