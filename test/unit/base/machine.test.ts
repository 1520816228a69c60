import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Machine, type Transitions } from '../../../src/base/machine.ts';

const DOOR: Transitions<'open' | 'closed', 'push' | 'pull'> = { open: { push: 'closed' }, closed: { pull: 'open' } };

test('a machine moves along its table', () => {
  const door = new Machine(DOOR, 'open');
  assert.equal(door.can('push'), true);
  assert.equal(door.send('push'), true);
  assert.equal(door.state, 'closed');
  assert.equal(door.is('open', 'closed'), true);
});

test('an input the table does not list is refused and the state stays', () => {
  const door = new Machine(DOOR, 'open');
  assert.equal(door.can('pull'), false);
  assert.equal(door.send('pull'), false);
  assert.equal(door.state, 'open');
});
