import { expect, test } from '../../support/meeting.ts';
import { installScreen } from '../../support/screen.ts';

// In Chromium alone: Firefox tells a track's listeners nothing that the page itself makes up.

test("a shared screen ends with the browser's own button, too", async ({ meeting }) => {
  const { host, link } = await meeting.host();
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await guest.page.evaluate(installScreen);
  await guest.button('Share your screen').click();
  await host.watch('Screen of Grace Hopper');
  await guest.page.evaluate(() => {
    const video = document.querySelector('.tile.is-screen video') as HTMLVideoElement;
    const [track] = (video.srcObject as MediaStream).getVideoTracks();
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
  await expect(guest.button('Share your screen')).toBeVisible();
  await expect(host.tile('Screen of Grace Hopper')).toHaveCount(0);
  await expect.poll(() => host.counts()).toBe('2 in the call, 2 publishing, 0 watching');
});
