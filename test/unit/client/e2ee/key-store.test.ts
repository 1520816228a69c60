import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFrame } from '../../../../src/client/e2ee/worker/frame-format.ts';
import {
  type Bytes,
  codecOf,
  createStore,
  introduce,
  opusFrame,
  sealWith,
  secretOf,
  type TestStore,
  toLabel,
} from './support/frames.ts';

/** What becomes of a frame at a receiver. */
async function open({ store }: TestStore, sealed: Bytes, source = 0, senderId = 'alice') {
  const frame = readFrame(sealed, codecOf('audio/opus'), toLabel('audio/opus', source));
  const sender = store.find(senderId)?.sender;
  if (frame === undefined || sender === undefined) return 'refused';
  const candidate = await sender.find(frame.header, `audio ${source}`);
  if (typeof candidate === 'string') return candidate;
  const plain = await frame.unseal(candidate.frameKey);
  if (plain === undefined) return 'refused';
  return (await candidate.prove()) ? 'opened' : 'repeated';
}

const seal = ({ store }: TestStore, source = 0) => sealWith(store.local, 'audio/opus', opusFrame, source);

async function createPair(secret = 'the same secret') {
  const [alice, bob] = [createStore(), createStore()];
  await Promise.all([alice, bob].map(({ store }) => store.setSecret(secretOf(secret))));
  await introduce(alice, bob);
  return { alice, bob };
}

test('who has the secret opens the frames, whether it came before or after the sender', async () => {
  const { alice, bob } = await createPair();
  assert.equal(await open(bob, await seal(alice)), 'opened');
  const late = createStore();
  await introduce(alice, late);
  const sealed = await seal(alice);
  assert.equal(await open(late, sealed), 'missing');
  await late.store.setSecret(secretOf('the same secret'));
  assert.equal(await open(late, sealed), 'opened');
});

test('another secret, session, sender, number or random opens nothing', async () => {
  const { alice } = await createPair();
  const sealed = await seal(alice);
  const open1 = async (given: { secret?: string; sessionId?: string; id?: string; index?: number; random?: Bytes }) => {
    const other = createStore({ sessionId: given.sessionId ?? 'session' });
    await other.store.setSecret(secretOf(given.secret ?? 'the same secret'));
    const random = given.random ?? alice.store.local.random.slice();
    await other.store.addSender({ senderId: given.id ?? 'alice', index: given.index ?? 3, random });
    return open(other, sealed, 0, given.id ?? 'alice');
  };
  assert.equal(await open1({}), 'opened');
  assert.equal(await open1({ secret: 'another secret' }), 'missing');
  assert.equal(await open1({ sessionId: 'other session' }), 'missing');
  assert.equal(await open1({ id: 'mallory' }), 'refused');
  assert.equal(await open1({ index: 4 }), 'refused');
  assert.equal(await open1({ random: new Uint8Array(16) }), 'refused');
});

test('a frame is opened once, and a source has no frames of another', async () => {
  const { alice, bob } = await createPair();
  const sealed = await seal(alice);
  assert.deepEqual(await Promise.all([open(bob, sealed), open(bob, sealed)]).then((all) => all.sort()), [
    'opened',
    'repeated',
  ]);
  assert.equal(await open(bob, sealed), 'repeated');
  assert.equal(await open(bob, await seal(alice, 1), 0), 'refused');
});

test('nothing is played again after the sender is said to have left and come back, or a secret has come back', async () => {
  const { alice, bob } = await createPair();
  const sealed = await seal(alice);
  assert.equal(await open(bob, sealed), 'opened');
  bob.store.removeSender('alice');
  assert.equal(await open(bob, sealed), 'refused');
  await introduce(alice, bob);
  assert.equal(await open(bob, sealed), 'repeated');
  await bob.store.setSecret(secretOf('another secret'));
  await bob.store.setSecret(secretOf('the same secret'));
  assert.equal(await open(bob, sealed), 'repeated');
  assert.equal(await open(bob, await seal(alice)), 'opened');
});

test('the secret is changed in any order, also back, without a frame lost', async () => {
  const { alice, bob } = await createPair();
  await introduce(bob, alice, 'bob', 5);
  const both = async () => [await open(bob, await seal(alice)), await open(alice, await seal(bob), 0, 'bob')];
  const onTheWay = await seal(alice);
  await alice.store.setSecret(secretOf('the second secret'));
  assert.deepEqual(await both(), ['missing', 'opened']);
  await bob.store.setSecret(secretOf('the second secret'));
  assert.equal(await open(bob, onTheWay), 'opened');
  assert.deepEqual(await both(), ['opened', 'opened']);
  for (const { store } of [bob, alice]) await store.setSecret(secretOf('the same secret'));
  assert.deepEqual(await both(), ['opened', 'opened']);
});

test('an old secret opens nothing 10 s after the sender left it, and 60 s after it was replaced', async () => {
  for (const [moves, seconds] of [
    [true, 10],
    [false, 60],
  ] as const) {
    const { alice, bob } = await createPair();
    const [before, after] = [await seal(alice), await seal(alice)];
    await bob.store.setSecret(secretOf('the second secret'));
    if (moves) {
      await alice.store.setSecret(secretOf('the second secret'));
      assert.equal(await open(bob, await seal(alice)), 'opened');
    }
    bob.clock.nowMs = seconds * 1000 - 1;
    bob.store.sweep();
    assert.equal(await open(bob, before), 'opened', `${seconds} s`);
    bob.clock.nowMs = seconds * 1000;
    bob.store.sweep();
    assert.equal(await open(bob, after), 'missing', `${seconds} s`);
  }
});

test('of secrets the last four are kept; a sender that comes later begins with a recent one', async () => {
  const { alice, bob } = await createPair();
  for (const secret of ['secret 2', 'secret 3', 'secret 4']) await bob.store.setSecret(secretOf(secret));
  assert.equal(await open(bob, await seal(alice)), 'opened');
  const frame = await seal(alice);
  bob.clock.nowMs = 10_000;
  const carol = createStore();
  await carol.store.setSecret(secretOf('secret 3'));
  await introduce(carol, bob, 'carol', 9);
  assert.equal(await open(bob, await seal(carol), 0, 'carol'), 'missing');
  await carol.store.setSecret(secretOf('secret 4'));
  assert.equal(await open(bob, await seal(carol), 0, 'carol'), 'opened');
  await bob.store.setSecret(secretOf('secret 5'));
  assert.equal(await open(bob, frame), 'missing');
});

test('with keys of epochs a sender moves when it is told, and 16 epochs later a number means another key', async () => {
  const [alice, bob] = [createStore({ scheme: 'epoch' }), createStore({ scheme: 'epoch' })];
  const key = (epoch: number) => new Uint8Array(32).fill(epoch);
  await introduce(alice, bob);
  for (const { store } of [alice, bob]) await store.setEpochKey(1, key(1));
  assert.equal(alice.store.local.take(), 'none');
  await alice.store.sendWithEpoch(1);
  const old = await seal(alice);
  assert.equal(await open(bob, await seal(alice)), 'opened');
  await assert.rejects(alice.store.sendWithEpoch(2));
  for (const { store } of [alice, bob]) await store.setEpochKey(2, key(2));
  assert.equal(await open(bob, await seal(alice)), 'opened');
  await alice.store.sendWithEpoch(2);
  assert.equal(await open(bob, await seal(alice)), 'opened');
  assert.equal(await open(bob, old), 'opened');
  await bob.store.setEpochKey(17, key(17));
  assert.equal(await open(bob, await sealAt(alice, 1)), 'refused');
  await alice.store.setEpochKey(17, key(17));
  await alice.store.sendWithEpoch(17);
  assert.equal(await open(bob, await seal(alice)), 'opened');
});

async function sealAt(sender: TestStore, epoch: number): Promise<Bytes> {
  await sender.store.sendWithEpoch(epoch);
  return seal(sender);
}

test('secrets and keys of epochs do not mix, and what was given is wiped', async () => {
  const [shared, group] = [createStore(), createStore({ scheme: 'epoch' })];
  const [secret, key] = [secretOf('the same secret'), new Uint8Array(32).fill(1)];
  await assert.rejects(shared.store.setEpochKey(1, key.slice()));
  await assert.rejects(shared.store.sendWithEpoch(1));
  await assert.rejects(group.store.setSecret(secret.slice()));
  await shared.store.setSecret(secret);
  await group.store.setEpochKey(1, key);
  assert.ok([...secret, ...key].every((byte) => byte === 0));
});
