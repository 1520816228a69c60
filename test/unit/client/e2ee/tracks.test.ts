import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../../../src/client/e2ee/messages.ts';
import { IncomingTrack } from '../../../../src/client/e2ee/worker/incoming-track.ts';
import { type EncodedFrame, OutgoingTrack } from '../../../../src/client/e2ee/worker/outgoing-track.ts';
import { waitFor } from '../../../support/wait.ts';
import { type Bytes, createStore, fromHex, introduce, sealWith, secretOf, toHex, vp9Frame } from './support/frames.ts';

function frameOf(data: Bytes, mimeType: string | undefined = 'video/VP9'): EncodedFrame {
  return { data: data.slice().buffer, getMetadata: () => (mimeType === undefined ? {} : { mimeType }) };
}

/** A receiver's track; what comes out of it, and what it asks for. */
function createIncoming(receiver: ReturnType<typeof createStore>, senderId = 'alice') {
  const out: string[] = [];
  const asked = { keyFrames: 0 };
  const track = new IncomingTrack({
    options: { direction: 'decrypt', kind: 'video', source: 0, senderId },
    find: (id) => receiver.store.find(id),
    report: (report) => receiver.reports.push(report),
    requestKeyFrame: () => {
      asked.keyFrames += 1;
    },
    now: () => receiver.clock.nowMs,
  });
  const transform = track.createTransform();
  const writer = transform.writable.getWriter();
  const ended = (async () => {
    for await (const { data } of transform.readable) out.push(toHex(new Uint8Array(data)));
  })();
  return { track, out, asked, push: (data: Bytes) => writer.write(frameOf(data)), end: () => writer.close(), ended };
}

async function createPair() {
  const [alice, bob] = [createStore(), createStore()];
  await alice.store.setSecret(secretOf('the same secret'));
  await introduce(alice, bob);
  const seal = (text: string) => sealWith(alice.store.local, 'video/VP9', fromHex(text));
  return { alice, bob, seal };
}

test('frames wait for their key and come out in order when it is there', async () => {
  const { bob, seal } = await createPair();
  const incoming = createIncoming(bob);
  for (const text of ['01', '02', '03']) await incoming.push(await seal(text));
  await waitFor(() => bob.reports.length > 0);
  assert.deepEqual(bob.reports, [{ type: 'missingKey', senderId: 'alice' }]);
  assert.deepEqual(incoming.out, []);
  bob.clock.nowMs = 999;
  await bob.store.setSecret(secretOf('the same secret'));
  await incoming.track.drain();
  await waitFor(() => incoming.out.length === 3);
  assert.deepEqual(incoming.out, ['01', '02', '03']);
  assert.deepEqual(bob.reports.slice(1), [{ type: 'recovered', senderId: 'alice' }]);
  assert.equal(incoming.asked.keyFrames, 0);
});

test('what has waited a second is dropped, and a key frame asked for when there is a key', async () => {
  const { bob, seal } = await createPair();
  const incoming = createIncoming(bob);
  await incoming.push(await seal('01'));
  bob.clock.nowMs = 1000;
  await incoming.track.drain();
  await bob.store.setSecret(secretOf('the same secret'));
  await incoming.track.drain();
  await incoming.push(await seal('02'));
  await waitFor(() => incoming.out.length === 1);
  assert.deepEqual(incoming.out, ['02']);
  assert.equal(incoming.asked.keyFrames, 1);
});

test('no more than 128 frames, or 4 MB, wait', async () => {
  const { bob, seal } = await createPair();
  const incoming = createIncoming(bob);
  for (let count = 0; count < 200; count += 1) await incoming.push(await seal('01'));
  await bob.store.setSecret(secretOf('the same secret'));
  await incoming.track.drain();
  await waitFor(() => incoming.out.length === 128);
  const large = createStore();
  await large.store.addSender({ senderId: 'alice', index: 3, random: new Uint8Array(16) });
  const loaded = createIncoming(large);
  const big = new Uint8Array(1_500_000).fill(1);
  big.set(fromHex('b003000000 05'), big.length - 6);
  for (let count = 0; count < 5; count += 1) await loaded.push(big);
  // Two of them fit; without their sender they wait, and are gone with the track.
  await loaded.end();
  await loaded.ended;
  assert.deepEqual(loaded.out, []);
  assert.equal(incoming.out.length, 128);
});

test('a sender that the page names later, and its frames, find together', async () => {
  const { alice, bob, seal } = await createPair();
  bob.store.removeSender('alice');
  const incoming = createIncoming(bob);
  await incoming.push(await seal('01'));
  await waitFor(() => bob.reports.length > 0);
  await bob.store.setSecret(secretOf('the same secret'));
  await introduce(alice, bob);
  await incoming.track.drain();
  await waitFor(() => incoming.out.length === 1);
  assert.deepEqual(
    bob.reports.map(({ type }) => type),
    ['missingKey', 'recovered'],
  );
});

test('plain and damaged frames do not come out and are counted; repeated and empty ones do not come out either', async () => {
  const { bob, seal } = await createPair();
  await bob.store.setSecret(secretOf('the same secret'));
  const incoming = createIncoming(bob);
  const sealed = await seal('01');
  const damaged = sealed.slice();
  damaged[0] = (damaged[0] ?? 0) ^ 1;
  for (const data of [vp9Frame, damaged, sealed, sealed, new Uint8Array(0), new Uint8Array(40)]) {
    await incoming.push(data);
    await incoming.track.drain();
  }
  await waitFor(() => incoming.out.length === 1);
  bob.clock.nowMs = 2000;
  bob.store.sweep();
  await waitFor(() => bob.reports.some((report) => report.type === 'failed' && report.count === 3));
  assert.deepEqual(incoming.out, ['01']);
});

test('a frame that is sent again to measure the line asks for nothing', async () => {
  const { bob, seal } = await createPair();
  await bob.store.setSecret(secretOf('the same secret'));
  const incoming = createIncoming(bob);
  const sealed = await seal('01');
  for (const data of [sealed, sealed, sealed, await seal('02')]) {
    await incoming.push(data);
    await incoming.track.drain();
  }
  await waitFor(() => incoming.out.length === 2);
  assert.equal(incoming.asked.keyFrames, 0);
  assert.deepEqual(bob.reports, []);
});

test('nothing leaves without a key, in a codec of which nothing is known, or when it is no frame', async () => {
  const { alice } = await createPair();
  const reports: Report[] = [];
  const createTrack = (local = alice.store.local as typeof alice.store.local | undefined) =>
    new OutgoingTrack({
      options: { direction: 'encrypt', kind: 'video', source: 0 },
      findSender: () => local,
      report: (report) => reports.push(report),
    });
  const track = createTrack();
  assert.ok(await track.seal({ mimeType: 'video/VP9', data: vp9Frame }));
  for (const mimeType of ['video/H265', undefined, 'audio/opus']) {
    assert.equal(await track.seal({ mimeType, data: vp9Frame }), undefined);
  }
  assert.deepEqual(reports, [{ type: 'blocked', reason: 'codec' }]);
  assert.equal(await track.seal({ mimeType: 'video/VP9', data: new Uint8Array() }), undefined);
  assert.equal(await createTrack(createStore().store.local).seal({ mimeType: 'video/VP9', data: vp9Frame }), undefined);
});

test('a frame that cannot be read does not end the stream of those that follow', async () => {
  const { alice } = await createPair();
  const options = { direction: 'encrypt', kind: 'video', source: 0 } as const;
  const track = new OutgoingTrack({ options, findSender: () => alice.store.local, report: () => undefined });
  const { readable, writable } = track.createTransform();
  const broken = {
    ...frameOf(vp9Frame),
    getMetadata: () => {
      throw new Error('gone');
    },
  };
  const writer = writable.getWriter();
  void writer.write(broken);
  void writer.write(frameOf(vp9Frame));
  const { value } = await readable.getReader().read();
  assert.equal(value?.data.byteLength, vp9Frame.length + 21);
});
