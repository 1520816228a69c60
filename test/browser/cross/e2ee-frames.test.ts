import { expect, test } from '../../support/encrypted-peer.ts';

// From Chromium to Firefox is in the tests that both browsers run alone; this is the way back.

const SECRET = 'correct horse battery staple';

for (const mimeType of ['video/VP8', 'video/VP9', 'video/AV1']) {
  test(`encrypted ${mimeType} and sound of the second browser are seen and heard in the first`, async ({
    openPeers,
  }) => {
    const [bob, alice] = await openPeers();
    test.skip(!(await alice.has(mimeType, 'send')), `this browser has no ${mimeType}`);
    await Promise.all([alice.open(SECRET), bob.open(SECRET)]);
    await bob.meet(alice);
    await alice.sendTo(bob, { mimeType });
    await bob.watch(30);
    expect((await bob.reports()).filter(({ type }) => type !== 'recovered')).toEqual([]);
  });
}
