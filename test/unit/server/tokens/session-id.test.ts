import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSessionId, findProjectId } from '../../../../src/server/tokens/session-id.ts';

const CREATED_AT = 1_622_028_079_808;

describe('a session id', () => {
  it('is taken apart by the official Node SDK', () => {
    const id = createSessionId('46264952', 'routed', CREATED_AT);
    const decoded = Buffer.from(id.slice(2).replace(/-/g, '+').replace(/_/g, '/'), 'base64').toString('ascii');
    const fields = decoded.split('~');
    assert.deepEqual(fields.slice(0, 4), ['1', '46264952', '', String(CREATED_AT)]);
    assert.match(fields[4] ?? '', /^[A-Za-z0-9+/]{24}$/);
    assert.deepEqual(fields.slice(5), ['', '']);
  });

  it('tells relayed from routed by its prefix', () => {
    assert.match(createSessionId('5', 'relayed', CREATED_AT), /^1_/);
    assert.match(createSessionId('5', 'routed', CREATED_AT), /^2_/);
  });

  it('has one underscore, is ASCII, and fits everywhere, whatever the random part', () => {
    for (let round = 0; round < 2000; round++) {
      const id = createSessionId('2147483647', 'routed', CREATED_AT + round);
      assert.match(id, /^2_[A-Za-z0-9-]+$/);
      assert.ok(id.length <= 255);
      assert.equal(findProjectId(id), '2147483647');
    }
  });

  it('is never the same twice', () => {
    const ids = Array.from({ length: 1000 }, () => createSessionId('5', 'routed', CREATED_AT));
    assert.equal(new Set(ids).size, 1000);
  });

  it('of another form names no project', () => {
    for (const id of ['', '2_', '3_MX41', 'MX41', '2_MX4', '2_!!', `2_${'A'.repeat(300)}`]) {
      assert.equal(findProjectId(id), undefined, id);
    }
    assert.equal(findProjectId(`2_${Buffer.from('2~5~~1~x~~').toString('base64url')}`), undefined);
  });
});
