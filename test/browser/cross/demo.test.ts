import { expect, test } from '../../support/meeting.ts';

test('two people with different browsers meet over https', async ({ meeting, server }) => {
  const host = await meeting.visit(server.httpsUrl);
  const link = await host.startMeeting(meeting.passcode);
  expect(link).toContain(`${server.httpsUrl}/demo/#room=`);
  await host.join({ name: 'Ada Lovelace' });
  const guest = await meeting.guest(link, { name: 'Grace Hopper' });
  await Promise.all([host.watch('Grace Hopper'), guest.watch('Ada Lovelace'), host.listen(), guest.listen()]);
  for (const demo of [host, guest]) {
    await expect(demo.button(/^Encryption of this meeting: AES-256-GCM/)).toBeVisible();
    await expect.poll(() => demo.counts()).toBe('2 in the call, 2 publishing, 0 watching');
  }
});
