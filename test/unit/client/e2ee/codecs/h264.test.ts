import assert from 'node:assert/strict';
import { test } from 'node:test';
import { h264 } from '../../../../../src/client/e2ee/worker/codecs/h264.ts';
import { fromHex, h264Key, toHex } from '../support/frames.ts';

test('parameter sets, the first slice header and one byte stay clear, with long start codes', () => {
  const parts = h264.split(h264Key);
  assert.equal(toHex(parts?.clear ?? fromHex('')), '000000016742c01ed900a047fec80000000168ce3c80000000016588');
  assert.equal(toHex(parts?.body ?? fromHex('')), '84000003001aff0000016500b122');
});

test('whatever the ciphertext, there is one slice and no start code in it', () => {
  const parts = h264.split(fromHex('00000001 41 00 9a'));
  for (const hex of ['00000001', '000003', '0001ff', '01', '00000000000003', '0002', 'ff0000', '00000300000301']) {
    const body = fromHex(`${hex}05`);
    const sent = parts?.join(body) ?? fromHex('');
    assert.doesNotMatch(toHex(sent.slice(4)).replace(/(..)/g, '$1 '), /00 00 0[012] /);
    assert.deepEqual(h264.splitSealed(sent)?.body, body);
  }
});

test('a receiver that writes start codes its own way gets the same', () => {
  const sent = h264.split(h264Key)?.join(fromHex('aabbcc')) ?? fromHex('');
  const short = fromHex(toHex(sent).replaceAll('00000001', '000001'));
  assert.notDeepEqual(short, sent);
  assert.deepEqual(h264.splitSealed(short)?.clear, h264.splitSealed(sent)?.clear);
  assert.deepEqual(h264.splitSealed(short)?.body, fromHex('aabbcc'));
});
