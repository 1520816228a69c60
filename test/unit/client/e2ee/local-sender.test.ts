import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromKeyId } from '../../../../src/client/e2ee/worker/key-id.ts';
import { importBase } from '../../../../src/client/e2ee/worker/key-schedule.ts';
import type { FrameTicket } from '../../../../src/client/e2ee/worker/local-sender.ts';
import { waitFor } from '../../../support/wait.ts';
import { createLocalSender } from './support/frames.ts';

const self = { senderId: 'alice', index: 3 };

async function rootOf(label: number) {
  return { label, key: await importBase(new Uint8Array(32).fill(label + 1)) };
}

function take({ local }: ReturnType<typeof createLocalSender>): FrameTicket {
  const ticket = local.take();
  if (typeof ticket === 'string') throw new Error(ticket);
  return ticket;
}

function nameOf(sender: ReturnType<typeof createLocalSender>) {
  return fromKeyId('secret', take(sender).frameKey.kid);
}

test('without a key there is no number', () => {
  assert.equal(createLocalSender({}).local.take(), 'none');
});

test('numbers only grow, over all keys, also over one that comes back', async () => {
  const sender = createLocalSender({});
  const seen: number[] = [];
  for (const label of [1, 2, 1, 1]) {
    await sender.local.use(await rootOf(label), 'session', self);
    for (let count = 0; count < 3; count += 1) seen.push(take(sender).ctr);
  }
  await sender.local.use(await rootOf(1), 'session', { senderId: 'alice again', index: 4 });
  seen.push(take(sender).ctr);
  assert.deepEqual(
    seen,
    seen.map((_ctr, at) => at),
  );
});

test('two workers draw different numbers for themselves', () => {
  assert.notDeepEqual(createLocalSender({}).local.random, createLocalSender({}).local.random);
});

test('sending stops at the limit of frames, for good', async () => {
  const sender = createLocalSender({ frames: 3 });
  await sender.local.use(await rootOf(1), 'session', self);
  for (let count = 0; count < 3; count += 1) take(sender);
  assert.equal(sender.local.take(), 'exhausted');
  await sender.local.use(await rootOf(2), 'session', self);
  assert.equal(sender.local.take(), 'exhausted');
});

test('a key of an epoch ends at its limit of frames, and the next one goes on', async () => {
  const sender = createLocalSender({ framesPerKey: 4 }, 'epoch');
  await sender.local.use(await rootOf(1), 'session', self);
  for (let count = 0; count < 4; count += 1) take(sender);
  assert.equal(sender.local.take(), 'exhausted');
  await sender.local.use(await rootOf(2), 'session', self);
  assert.equal(take(sender).ctr, 4);
});

test('with a secret the ratchet moves after a time, or half the limit of frames', async () => {
  const sender = createLocalSender({ framesPerKey: 8, ratchetMs: 1000 });
  await sender.local.use(await rootOf(1), 'session', self);
  assert.deepEqual(nameOf(sender), { index: 3, label: 1, step: 0 });
  sender.clock.nowMs = 1000;
  await waitFor(() => nameOf(sender).step === 1);
  const { ctr } = take(sender);
  await waitFor(() => nameOf(sender).step === 2);
  assert.ok(take(sender).ctr > ctr);
});

test('the ratchet goes on under another secret, never back, and ends at its last step', async () => {
  const sender = createLocalSender({ ratchetMs: 1 });
  const root = await rootOf(1);
  await sender.local.use(root, 'session', self);
  await waitFor(() => {
    sender.clock.nowMs += 1;
    return nameOf(sender).step >= 20;
  });
  await sender.local.use(await rootOf(2), 'session', self);
  await sender.local.use(root, 'session', self);
  const { step } = nameOf(sender);
  assert.ok(step >= 20 && step < 30, String(step));
  await waitFor(() => {
    sender.clock.nowMs += 1;
    return nameOf(sender).step === 255;
  });
  sender.clock.nowMs += 10;
  for (let count = 0; count < 10; count += 1) assert.equal(nameOf(sender).step, 255);
});
