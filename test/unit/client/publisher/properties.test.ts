import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toAudioBitrateBps, toInitials } from '../../../../src/client/publisher/properties.ts';

test('initials are at most two characters, in capitals; a longer text is discarded', () => {
  assert.equal(toInitials('ab'), 'AB');
  assert.equal(toInitials(' é '), 'É');
  assert.equal(toInitials('abc'), undefined);
  assert.equal(toInitials(''), undefined);
  assert.equal(toInitials(undefined), undefined);
});

test('an audio bit rate Opus cannot do is ignored', () => {
  assert.equal(toAudioBitrateBps(64_000), 64_000);
  for (const unusable of [undefined, 0, 5999, 510_001, Number.NaN]) assert.equal(toAudioBitrateBps(unusable), 40_000);
});
