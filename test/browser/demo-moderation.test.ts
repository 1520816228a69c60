import { expect, test } from '../support/meeting.ts';

test('the host mutes a guest, who may speak again, and everyone at once', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await host.watch('Grace Hopper');
  await host.button('People').click();
  await host.button('Mute Grace Hopper').click();
  await guest.page.getByText('The host has muted your microphone.').waitFor();
  await expect(guest.button('Turn microphone on')).toBeVisible();
  await expect(host.button('Mute Grace Hopper')).toBeHidden();
  await guest.button('Unmute').click();
  await host.button('Mute Grace Hopper').waitFor();
  await host.button('Mute everyone').click();
  await expect(guest.button('Turn microphone on')).toBeVisible();
  await expect(host.button('Turn microphone off')).toBeVisible();
  const late = await meeting.guest(link, { name: 'Alan Turing' });
  await expect(late.button('Turn microphone on')).toBeVisible();
  await host.button('Let newcomers speak').click();
  await host.button('Mute everyone').waitFor();
});

test('the host removes a guest by the keyboard, and guests have no such buttons', async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await host.watch('Grace Hopper');
  await guest.button('People').click();
  await expect(guest.page.getByRole('button', { name: /^(Mute|Remove) (Ada|everyone)/ })).toHaveCount(0);
  await host.button('People').click();
  await host.button('Remove Grace Hopper').focus();
  await guest.button('Turn microphone off').click();
  await expect(host.button('Mute Grace Hopper')).toBeHidden();
  await host.page.bringToFront();
  // The list was drawn anew; the keyboard is where it was.
  await expect(host.button('Remove Grace Hopper')).toBeFocused();
  await host.page.keyboard.press('Enter');
  await guest.heading('The host ended your visit').waitFor();
  await expect.poll(() => host.counts()).toBe('1 in the call, 1 publishing, 0 watching');
  await expect(host.heading('People')).toBeFocused();
});
