import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUuid } from '../../../src/base/ids.ts';

test('ids are lower-case UUIDs of version 4 and differ', () => {
  const ids = new Set(Array.from({ length: 1000 }, createUuid));
  assert.equal(ids.size, 1000);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
