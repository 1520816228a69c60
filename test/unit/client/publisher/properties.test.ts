import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type PublisherProperties,
  refuseArguments,
  toAudioBitrateBps,
  toInitials,
} from '../../../../src/client/publisher/properties.ts';

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

test('a publisher without any source, or with a target that nothing goes into, is refused', () => {
  const refuse = (properties: object, target?: string) => refuseArguments({ properties, target });
  assert.equal(refuse({ audioSource: null, videoSource: false })?.code, 1011);
  assert.equal(refuse({ insertDefaultUI: false }, 'mine')?.name, 'OT_INVALID_PARAMETER');
  assert.equal(refuse({ insertDefaultUI: false }), undefined);
  assert.equal(refuse({ audioSource: null }, 'mine'), undefined);
});

test('codecs that are no list of known ones are refused', () => {
  const refuse = (preferredVideoCodecs: unknown) =>
    refuseArguments({ properties: { preferredVideoCodecs } as PublisherProperties, target: undefined })?.name;
  for (const wish of [undefined, 'automatic', ['vp8'], ['av1', 'h264', 'vp9']]) assert.equal(refuse(wish), undefined);
  for (const wish of ['vp8', [], ['h265'], null, 7]) assert.equal(refuse(wish), 'OT_INVALID_PARAMETER');
});
