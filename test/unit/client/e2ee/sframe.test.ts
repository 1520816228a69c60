import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../../../src/client/e2ee/worker/bytes.ts';
import { decodeHeader, encodeHeader } from '../../../../src/client/e2ee/worker/header.ts';
import { deriveFrameKey, importBase } from '../../../../src/client/e2ee/worker/key-schedule.ts';
import { seal, unseal } from '../../../../src/client/e2ee/worker/sframe.ts';
import { fromHex } from './support/frames.ts';
import { headerNumbers, printedHeaders, suiteVectors } from './support/vectors.ts';

test('all headers of RFC 9605 are written and read as printed there', () => {
  for (const [kid, high, kidBytes] of headerNumbers) {
    for (const [ctr, low, ctrBytes] of headerNumbers) {
      const encoded = high + low + kidBytes + ctrBytes;
      assert.equal(toHex(encodeHeader({ kid, ctr })), encoded);
      assert.deepEqual(decodeHeader(fromHex(encoded)), { kid, ctr });
    }
  }
  for (const [kid, ctr, encoded] of printedHeaders) assert.equal(toHex(encodeHeader({ kid, ctr })), encoded);
});

test('a header that is cut short, too long, or longer than it needs to be is none', () => {
  for (const hex of ['', '08', '9901', '0000', '0800', '0807', '090001', '8007', '09', '88ff']) {
    assert.equal(decodeHeader(fromHex(hex)), undefined, hex);
  }
});

for (const { suite, kid, ctr, ...vector } of suiteVectors) {
  test(`suite ${suite.id} of RFC 9605 encrypts and decrypts as printed there`, async () => {
    const derive = async (usage: 'encrypt' | 'decrypt') =>
      deriveFrameKey(await importBase(fromHex(vector.baseKey)), kid, { usage, suite });
    const frameKey = await derive('encrypt');
    assert.equal(toHex(frameKey.salt), vector.salt);
    const metadata = fromHex(vector.metadata);
    const sealed = await seal(frameKey, ctr, metadata, fromHex(vector.plaintext));
    assert.equal(toHex(encodeHeader({ kid, ctr })) + toHex(sealed), vector.ciphertext);
    const opening = await derive('decrypt');
    assert.equal(toHex((await unseal(opening, ctr, metadata, sealed)) ?? fromHex('')), vector.plaintext);
    assert.equal(await unseal(opening, ctr + 1n, metadata, sealed), undefined);
  });
}

test('keys cannot be read, and the bytes they were made of are wiped', async () => {
  const raw = fromHex('000102030405060708090a0b0c0d0e0f');
  const base = await importBase(raw);
  assert.deepEqual([...raw], Array(16).fill(0));
  const { key } = await deriveFrameKey(base, 1n, { usage: 'encrypt' });
  for (const made of [base, key]) {
    assert.equal(made.extractable, false);
    await assert.rejects(crypto.subtle.exportKey('raw', made));
  }
});
