import assert from 'node:assert/strict';
import { test } from 'node:test';
import { av1 } from '../../../../../src/client/e2ee/worker/codecs/av1.ts';
import { av1Delta, av1Key, fromHex, toHex } from '../support/frames.ts';

const hex = (bytes = fromHex('')) => toHex(bytes);
/** 16 bytes of tag, 3 of header, their length. */
const trailer = `${'ee'.repeat(16)}99aabb03`;

test('headers without marks of size, and lengths, are authenticated; delimiters are left out', () => {
  assert.equal(hex(av1.split(av1Key)?.clear), '080000000b3000000006');
  assert.equal(hex(av1.split(av1Key)?.body), '000000043cffbdfff940801000be800012');
  assert.equal(hex(av1.split(av1Delta)?.clear), '3000000005');
});

test('units that a packetizer took the sizes off, and a depacketizer sized again, are the same', () => {
  const parts = av1.split(av1Key);
  const sent = parts?.join(fromHex(hex(parts.body) + trailer));
  assert.equal(hex(sent), `0a0b000000043cffbdfff94080321a1000be800012${trailer}`);
  const received = av1.splitSealed(sent ?? fromHex(''));
  assert.equal(hex(received?.clear), hex(parts?.clear));
  assert.equal(hex(received?.body), hex(parts?.body) + trailer);
  assert.equal(
    hex(received?.join(parts?.body ?? fromHex(''))),
    '0a0b000000043cffbdfff940803206100 0be800012'.replace(' ', ''),
  );
  const unsized = fromHex(`0a0b000000043cffbdfff94080301000be800012${trailer}`);
  assert.equal(hex(av1.splitSealed(unsized)?.clear), hex(parts?.clear));
});

test('units of more than 127 bytes, and with an extension, have their sizes right', () => {
  const payload = 'ab'.repeat(300);
  const parts = av1.split(fromHex(`36 28 ac02 ${payload}`));
  assert.equal(hex(parts?.clear), '34280000012c');
  assert.equal(hex(parts?.join(fromHex(payload))), `3628ac02${payload}`);
});

test('a last unit that is shorter than what was added to it is no frame', () => {
  assert.equal(av1.splitSealed(fromHex('32 02 ff 03')), undefined);
});
