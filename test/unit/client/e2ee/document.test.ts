import assert from 'node:assert/strict';
import { hkdfSync, pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sealFrame } from '../../../../src/client/e2ee/worker/frame-format.ts';
import { toKeyId } from '../../../../src/client/e2ee/worker/key-id.ts';
import {
  deriveFrameKey,
  deriveSenderBase,
  fingerprintOf,
  importBase,
  ratchet,
  stretchSecret,
} from '../../../../src/client/e2ee/worker/key-schedule.ts';
import { codecOf, fromHex, secretOf, toHex, toLabel } from './support/frames.ts';

// docs/e2ee.md is what another implementation is written from: its numbers are made twice, by our code and by Node's own cryptography.

interface Vectors {
  readonly secret: string;
  readonly sessionId: string;
  readonly salt: string;
  readonly root: string;
  readonly fingerprint: number;
  readonly sender: { senderId: string; index: number; random: string; base: string };
  readonly ratchet: { step: number; kid: string; base: string; key: string; salt: string }[];
  readonly epoch: { epoch: number; key: string; kid: string; base: string };
  readonly frames: { mimeType: string; source: number; step: number; ctr: number; frame: string; sealed: string }[];
}

const text = readFileSync(new URL('../../../../docs/e2ee.md', import.meta.url), 'utf8');
const vectors = JSON.parse(text.match(/```json\n([\s\S]*?)```/)?.[1] ?? '') as Vectors;
const { secret, sessionId, sender } = vectors;
const identity = { ...sender, random: fromHex(sender.random) };

const sized = (value: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
};
const hkdf = (key: string, info: Uint8Array | string, bytes: number) =>
  Buffer.from(hkdfSync('sha512', Buffer.from(key, 'hex'), '', info, bytes)).toString('hex');
const labelOf = (kind: string, kid: string) =>
  Buffer.concat([
    Buffer.from(`SFrame 1.0 Secret ${kind} `),
    Buffer.from(kid.padStart(16, '0'), 'hex'),
    Buffer.from([0, 5]),
  ]);
const senderInfo = Buffer.concat([
  Buffer.from('Conclave E2EE 1 sender'),
  sized(sessionId),
  sized(sender.senderId),
  identity.random,
]);

test('the keys in the document are what its words say', () => {
  const salt = Buffer.concat([
    Buffer.from('Conclave E2EE 1 secret'),
    sized(sessionId),
    Buffer.from(vectors.salt, 'hex'),
  ]);
  assert.equal(pbkdf2Sync(secret, salt, 210_000, 64, 'sha512').toString('hex'), vectors.root);
  assert.equal(hkdf(vectors.root, 'Conclave E2EE 1 fingerprint', 1), vectors.fingerprint.toString(16).padStart(2, '0'));
  assert.equal(hkdf(vectors.root, senderInfo, 64), sender.base);
  let base = sender.base;
  let step = 0;
  for (const given of vectors.ratchet) {
    for (; step < given.step; step += 1) base = hkdf(base, 'SFrame 1.0 Ratchet', 64);
    assert.equal(base, given.base);
    assert.equal(hkdf(base, labelOf('key', given.kid), 32), given.key);
    assert.equal(hkdf(base, labelOf('salt', given.kid), 12), given.salt);
  }
  assert.equal(hkdf(vectors.epoch.key, senderInfo, 64), vectors.epoch.base);
});

test('the keys in the document are those of the code', async () => {
  const root = await stretchSecret(secretOf(secret), sessionId, fromHex(vectors.salt));
  const label = await fingerprintOf(root);
  assert.equal(label, vectors.fingerprint);
  let base = await deriveSenderBase(root, sessionId, identity);
  let step = 0;
  for (const given of vectors.ratchet) {
    for (; step < given.step; step += 1) base = await ratchet(base);
    const kid = toKeyId('secret', { index: sender.index, label, step });
    assert.equal(kid.toString(16), given.kid);
    assert.equal(toHex((await deriveFrameKey(base, kid, { usage: 'encrypt' })).salt), given.salt);
  }
  const { epoch, kid } = vectors.epoch;
  assert.equal(toKeyId('epoch', { index: sender.index, label: epoch % 16, step: 0 }).toString(16), kid);
});

test('the frames in the document are those of the code', async () => {
  for (const { mimeType, source, step, ctr, frame, sealed } of vectors.frames) {
    const given = vectors.ratchet.find((candidate) => candidate.step === step);
    const base = await importBase(fromHex(given?.base ?? ''));
    const frameKey = await deriveFrameKey(base, BigInt(`0x${given?.kid}`), { usage: 'encrypt' });
    const label = toLabel(mimeType, source);
    const made = await sealFrame(fromHex(frame), { codec: codecOf(mimeType), label, frameKey, ctr });
    assert.equal(toHex(made ?? fromHex('')), sealed, mimeType);
  }
});
