import { expect, test } from '../support/call.ts';

// The one thing everything else is for; also run with Chromium and Firefox in one call.

test('two people in one session see and hear each other', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish({ name: 'first' });
  await second.join(await call.invite({ sessionId: invitation.sessionId }));
  await second.publish({ name: 'second' });
  await Promise.all([first.watch(), second.watch()]);
  await Promise.all([first.listen(), second.listen()]);
  for (const { page } of [first, second]) {
    await expect
      .poll(() => page.evaluate(() => window.kit.session?.counts))
      .toMatchObject({ connections: 2, publishers: 2, subscribers: 2, subscribingOnly: 0 });
    const [name] = await page.evaluate(() => window.kit.subscribers.map(({ stream }) => stream?.name));
    expect(name).toBe(page === first.page ? 'second' : 'first');
  }
});

test('media is encrypted with AES-256, and session, publisher and subscriber say so', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish();
  await second.join(await call.invite({ sessionId: invitation.sessionId }));
  await second.watch();
  const strong = {
    srtpCipher: 'SRTP_AEAD_AES_256_GCM',
    keyBits: 256,
    dtlsVersion: 'DTLS 1.2',
    dtlsCipher: expect.stringMatching(/^TLS_ECDHE_/),
  };
  for (const { page } of [first, second]) {
    await expect
      .poll(() => page.evaluate(() => window.kit.session?.encryption))
      .toEqual({ send: strong, recv: strong });
    expect(new Set(await page.evaluate(() => window.kit.srtpCiphers()))).toEqual(new Set(['SRTP_AEAD_AES_256_GCM']));
  }
  expect(await first.page.evaluate(() => window.kit.publisher?.encryption)).toEqual(strong);
  expect(await second.page.evaluate(() => window.kit.subscribers[0]?.encryption)).toEqual(strong);
});
