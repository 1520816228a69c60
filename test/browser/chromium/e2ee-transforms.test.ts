import { expect, test } from '../../support/encrypted-peer.ts';

// What only Chromium has: media that waits for a transform, and an older way to the frames.

const SECRET = 'correct horse battery staple';

test('nothing is sent before there is a transform, and all that follows is encrypted', async ({ openPeers }) => {
  const [alice, bob] = await openPeers();
  await Promise.all([alice.open(SECRET), bob.open(SECRET)]);
  await bob.meet(alice);
  await alice.sendTo(bob, { mimeType: 'video/VP8', plain: true });
  await expect.poll(() => alice.page.evaluate(() => window.peer.connection?.connectionState)).toBe('connected');
  await alice.encode();
  for (const kind of ['audio', 'video'] as const) expect(await alice.sent(kind, 'packetsSent')).toBe(0);
  await alice.page.evaluate(() => window.peer.encrypt());
  await bob.watch();
  expect((await bob.reports()).filter(({ type }) => type === 'failed')).toEqual([]);
});

const missing = () => {
  Reflect.deleteProperty(window, 'RTCRtpScriptTransform');
};

const throwing = () => {
  window.RTCRtpScriptTransform = class {
    constructor() {
      throw new DOMException('not now', 'InvalidStateError');
    }
  } as unknown as typeof RTCRtpScriptTransform;
};

for (const [name, prepare] of [
  ['are missing', missing],
  ['throw', throwing],
] as const) {
  test(`where script transforms ${name} the frames go through encoded streams`, async ({ openPeers }) => {
    const [alice, bob] = await openPeers({ prepare });
    await Promise.all([alice.open(SECRET), bob.open('another secret')]);
    await bob.meet(alice);
    await alice.sendTo(bob, { mimeType: 'video/VP8' });
    await expect.poll(() => bob.reports()).toEqual([{ type: 'missingKey', senderId: 'alice' }]);
    expect(await bob.received('video', 'framesDecoded')).toBe(0);
    await bob.setSecret(SECRET);
    await bob.watch();
  });
}
