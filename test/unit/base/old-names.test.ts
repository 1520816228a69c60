import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';

test('old names of the emitter do what the new ones do', () => {
  const emitter = new Emitter<{ said: { type: string; word: string } }>();
  const heard: string[] = [];
  const listener = ({ word }: { word: string }) => heard.push(word);
  emitter.addEventListener('said', listener);
  emitter.trigger('said', { type: 'said', word: 'one' });
  emitter.dispatchEvent({ type: 'said', word: 'two' } as { type: string });
  emitter.removeEventListener('said', listener);
  emitter.trigger('said', { type: 'said', word: 'three' });
  assert.deepEqual(heard, ['one', 'two']);
});
