import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toDisplayName } from '../../../demo/backend/display-name.ts';

describe('a name as others see it', () => {
  test('keeps what belongs into a name', () => {
    for (const name of ['Ada', 'Jean-Luc', '李小龙', 'نگار\u200cپور', '👩\u200d💻 Ada'])
      assert.equal(toDisplayName(name), name);
    assert.equal(toDisplayName('  Ada \t  Lovelace '), 'Ada Lovelace');
  });

  test('turns no other text around', () => {
    for (const mark of ['\u061c', '\u200e', '\u200f', '\u202e', '\u2066']) {
      assert.equal(toDisplayName(`Ada${mark}eciA`), 'Ada eciA');
    }
  });

  test('is something to be seen', () => {
    for (const nothing of ['', ' \u0007 ', '\u200b', '\u2060\ufeff', '\u3164', '\u00ad', '\u2800', '\u{e0041}']) {
      assert.throws(() => toDisplayName(nothing), { code: 'nameMissing' }, JSON.stringify(nothing));
    }
  });
});
