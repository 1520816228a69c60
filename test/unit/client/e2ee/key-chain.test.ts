import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyChain } from '../../../../src/client/e2ee/worker/key-chain.ts';
import { toKeyId } from '../../../../src/client/e2ee/worker/key-id.ts';
import { importBase } from '../../../../src/client/e2ee/worker/key-schedule.ts';
import { toHex } from './support/frames.ts';

async function createChain() {
  const clock = { nowMs: 0 };
  const toKid = (step: number) => toKeyId('secret', { index: 1, label: 2, step });
  const base = await importBase(new Uint8Array(32).fill(1));
  const chain = new KeyChain(base, { toKid, now: () => clock.nowMs });
  const saltAt = async (step: number) => {
    const key = await chain.keyAt(step);
    return typeof key === 'string' ? key : toHex(key.salt);
  };
  return { clock, chain, saltAt };
}

test('a step is the same whether the chain went through the others or not', async () => {
  const walked = await createChain();
  for (let step = 0; step <= 40; step += 1) {
    await walked.saltAt(step);
    await walked.chain.proved(step);
    walked.clock.nowMs += 200;
  }
  const jumped = await createChain();
  assert.equal(await jumped.saltAt(40), await walked.saltAt(40));
});

test('a step that nobody has proved takes nothing away', async () => {
  const { clock, chain, saltAt } = await createChain();
  const now = await saltAt(0);
  await saltAt(200);
  assert.equal(await saltAt(0), now);
  clock.nowMs = 100;
  await saltAt(1);
  await chain.proved(200);
  assert.equal(await saltAt(0), now);
});

test('steps ahead are not worked out as often as somebody forges them', async () => {
  const { clock, saltAt } = await createChain();
  assert.match(await saltAt(100), /^[0-9a-f]{24}$/);
  assert.equal(await saltAt(101), 'later');
  assert.match(await saltAt(100), /^[0-9a-f]{24}$/);
  clock.nowMs = 100;
  assert.match(await saltAt(101), /^[0-9a-f]{24}$/);
});

test('the last three steps open what is on its way for 10 s; there is no way back beyond', async () => {
  const { clock, chain, saltAt } = await createChain();
  const salts: string[] = [];
  for (let step = 0; step <= 4; step += 1) {
    salts.push(await saltAt(step));
    await chain.proved(step);
    clock.nowMs += 100;
  }
  assert.equal(await saltAt(0), 'erased');
  assert.equal(await saltAt(3), salts[3]);
  clock.nowMs += 10_000;
  chain.sweep(clock.nowMs);
  assert.equal(await saltAt(3), 'erased');
  assert.equal(await saltAt(4), salts[4]);
});
