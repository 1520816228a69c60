import { expect, test } from '../../support/meeting.ts';

// Chromium only: Firefox knows no Permissions-Policy header, by which this page is refused its camera.

test('whoever is refused the camera is told what to do, and can still watch', async ({ meeting, server }) => {
  const { link } = await meeting.host();
  const guest = await meeting.visit('about:blank');
  const refuse = { 'permissions-policy': 'camera=(), microphone=()' };
  await guest.relay(`${server.httpUrl}/demo/`, server.httpUrl, refuse);
  guest.expectComplaint(/Permissions policy violation/);
  await guest.page.goto(link);
  await expect(guest.page.getByText('The browser was not allowed to use your camera')).toBeVisible();
  await guest.enter({ name: 'Grace Hopper' });
  await expect(guest.page.getByRole('alert')).toHaveText(/or join to watch only/);
  await guest.join({ name: 'Grace Hopper', as: 'viewer' });
  await guest.watch('Ada Lovelace');
});
