import { findCodec, readFrame } from '../../src/client/e2ee/worker/frame-format.ts';
import { KeyStore } from '../../src/client/e2ee/worker/key-store.ts';
import { type EncryptedPeer, expect, test } from '../support/encrypted-peer.ts';
import type { TappedFrame } from '../support/peer-kit.ts';

// Frames encrypted on plain connections between pages; also run with Chromium and Firefox in one call.

const SECRET = 'correct horse battery staple';

/** Opens frames that left a browser with the same code in Node; how many of each kind could not be opened. */
async function judge(frames: readonly TappedFrame[], { name, index, random }: EncryptedPeer) {
  const store = new KeyStore({
    scheme: 'secret',
    sessionId: 'session',
    salt: new Uint8Array(16).fill(7),
    report: () => undefined,
    changed: () => undefined,
    now: () => performance.now(),
  });
  await store.setSecret(new TextEncoder().encode(SECRET));
  await store.addSender({ senderId: name, index, random: new Uint8Array(random) });
  const counts = { audio: 0, video: 0, unsealed: 0 };
  for (const { kind, mimeType, data } of frames) {
    // What Chromium fills the line with: there is nothing in it.
    if (data.length === 0) continue;
    const codec = findCodec(mimeType, kind);
    const frame = codec && readFrame(new Uint8Array(data), codec, { kind, source: 0 });
    const candidate = frame && (await store.find(name)?.sender.find(frame.header, `${kind} 0`));
    const plain = typeof candidate === 'object' ? await frame?.unseal(candidate.frameKey) : undefined;
    if (plain === undefined) counts.unsealed += 1;
    else counts[kind] += 1;
  }
  return counts;
}

async function introduce(alice: EncryptedPeer, bob: EncryptedPeer): Promise<void> {
  await bob.meet(alice);
  await alice.meet(bob);
}

for (const mimeType of ['video/VP8', 'video/VP9', 'video/AV1', 'video/H264']) {
  test(`${mimeType} and sound are seen and heard by who has the secret`, async ({ openPeers }) => {
    const [alice, bob] = await openPeers();
    const available = (await alice.has(mimeType, 'send')) && (await bob.has(mimeType, 'receive'));
    test.skip(!available, `one of these browsers has no ${mimeType}`);
    await Promise.all([alice.open(SECRET), bob.open(SECRET)]);
    await introduce(alice, bob);
    await alice.sendTo(bob, { mimeType });
    await bob.watch(30);
    expect(await bob.page.evaluate(() => window.peer.codec('inbound-rtp'))).toBe(mimeType);
    expect(await bob.reports()).toEqual([]);
    expect(await alice.reports()).toEqual([]);
  });

  test(`no frame of ${mimeType} or sound leaves unencrypted, and none at all before there is a secret`, async ({
    openPeers,
  }) => {
    const [alice, bob] = await openPeers();
    test.skip(!(await alice.has(mimeType, 'send')), `this browser has no ${mimeType}`);
    test.skip(!(await bob.has(mimeType, 'receive')), `this browser has no ${mimeType}`);
    await Promise.all([alice.open(), bob.open()]);
    await alice.sendTo(bob, { mimeType, tap: true });
    await alice.encode();
    expect(await bob.tapped()).toEqual([]);
    await alice.setSecret(SECRET);
    await bob.tap();
    const counts = await judge(await bob.tapped(), alice);
    expect(counts.unsealed).toBe(0);
    expect(counts.video).toBe(30);
    expect(counts.audio).toBeGreaterThan(20);
  });
}

test('who has another secret sees nothing, is told at once, and sees when the right one comes', async ({
  openPeers,
}) => {
  const [alice, bob] = await openPeers();
  await Promise.all([alice.open(SECRET), bob.open('another secret')]);
  await introduce(alice, bob);
  await alice.sendTo(bob, { mimeType: 'video/VP8' });
  await expect.poll(() => bob.reports()).toEqual([{ type: 'missingKey', senderId: 'alice' }]);
  await alice.encode(30);
  expect(await bob.received('video', 'framesDecoded')).toBe(0);
  expect(await bob.received('audio', 'totalAudioEnergy')).toBe(0);
  await bob.setSecret(SECRET);
  await bob.watch();
  expect(await bob.reports()).toEqual([
    { type: 'missingKey', senderId: 'alice' },
    { type: 'recovered', senderId: 'alice' },
  ]);
});

test('who gets the secret late sees and hears from then on', async ({ openPeers }) => {
  const [alice, bob] = await openPeers();
  await Promise.all([alice.open(SECRET), bob.open()]);
  await introduce(alice, bob);
  await alice.sendTo(bob, { mimeType: 'video/VP8' });
  await alice.encode(30);
  expect(await bob.received('video', 'framesDecoded')).toBe(0);
  await bob.setSecret(SECRET);
  await bob.watch();
  expect((await bob.reports()).at(-1)).toEqual({ type: 'recovered', senderId: 'alice' });
});

test('the secret is changed in a call without a picture that stands for a second', async ({ openPeers }) => {
  const [alice, bob] = await openPeers();
  await Promise.all([alice.open(SECRET), bob.open(SECRET)]);
  await introduce(alice, bob);
  await alice.sendTo(bob, { mimeType: 'video/VP8' });
  await bob.watch();
  await bob.page.evaluate(() => window.peer.longestGap());
  for (const secret of ['the second secret', 'the third secret', SECRET]) {
    await bob.setSecret(secret);
    await alice.setSecret(secret);
    await bob.watch(15);
  }
  expect(await bob.page.evaluate(() => window.peer.longestGap())).toBeLessThan(1000);
  expect(await bob.reports()).toEqual([]);
});

test('when encryption is closed nothing is sent and nothing is shown any more', async ({ openPeers }) => {
  const [alice, bob] = await openPeers();
  await Promise.all([alice.open(SECRET), bob.open(SECRET)]);
  await introduce(alice, bob);
  await alice.sendTo(bob, { mimeType: 'video/VP8' });
  await bob.watch();
  await alice.page.evaluate(() => window.peer.encryption?.close());
  let last = -1;
  await expect
    .poll(async () => {
      const before = last;
      last = await alice.sent('video', 'packetsSent');
      return last - before;
    })
    .toBe(0);
  const refusal = await alice.page.evaluate(() => {
    try {
      window.peer.encrypt();
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return undefined;
  });
  expect(refusal).toBe('closed');
  await alice.page.waitForFunction(
    (sent) => window.peer.stat('outbound-rtp', 'video', 'packetsSent').then((now) => now === sent),
    last,
  );
});

test('a page on another origin than the scripts has the worker, too', async ({ openPeers }) => {
  const [alice, bob] = await openPeers({ crossOrigin: true });
  await Promise.all([alice.open(SECRET), bob.open(SECRET)]);
  await introduce(alice, bob);
  await alice.sendTo(bob, { mimeType: 'video/VP8' });
  await bob.watch();
});

test('a worker that cannot be loaded is told, and no track is taken', async ({ openPeers }) => {
  const [alice] = await openPeers({ crossOrigin: true });
  await alice.page.route('**/e2ee-worker.js', (route) => route.abort());
  await expect(alice.open(SECRET)).rejects.toThrow(/The worker of end-to-end encryption failed/);
  expect(await alice.page.evaluate(() => window.peer.offer({}).catch((error) => error.code))).toBe('workerFailed');
});
