import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from '../../../../src/client/model/registry.ts';

interface Item {
  id: string;
  kind: string;
}

const items = new Map<string, Item>();
const registry = new Registry<Item>(items);
items.set('1', { id: '1', kind: 'camera' });
items.set('2', { id: '2', kind: 'screen' });

test('a registry follows what its owner does', () => {
  assert.equal(registry.length(), 2);
  items.set('3', { id: '3', kind: 'screen' });
  assert.equal(registry.length(), 3);
  items.delete('3');
});

test('items are found by id, by properties and by a test', () => {
  assert.equal(registry.get('2')?.kind, 'screen');
  assert.equal(registry.get('9'), undefined);
  assert.deepEqual(registry.where({ kind: 'screen' }), [{ id: '2', kind: 'screen' }]);
  assert.equal(registry.where().length, 2);
  assert.equal(registry.find(({ kind }) => kind === 'camera')?.id, '1');
});

test('items are visited and converted', () => {
  const seen: string[] = [];
  registry.forEach(({ id }) => {
    seen.push(id);
  });
  assert.deepEqual(seen, ['1', '2']);
  assert.deepEqual(
    registry.map(({ kind }) => kind),
    ['camera', 'screen'],
  );
});
