import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toPermissions } from '../../../../src/server/sessions/permissions.ts';

describe('what a role may do', () => {
  const allowed = (role: Parameters<typeof toPermissions>[0]) =>
    Object.entries(toPermissions(role))
      .filter(([, may]) => may)
      .map(([name]) => name);

  test('a subscriber watches and signals', () => {
    assert.deepEqual(allowed('subscriber'), ['subscribe', 'signal']);
  });

  test('a publisher publishes too', () => {
    assert.deepEqual(allowed('publisher'), ['publish', 'subscribe', 'signal']);
  });

  test('a publisheronly does nothing else', () => {
    assert.deepEqual(allowed('publisheronly'), ['publish']);
  });

  test('only a moderator may act on others', () => {
    assert.deepEqual(allowed('moderator'), [
      'publish',
      'subscribe',
      'signal',
      'forceUnpublish',
      'forceDisconnect',
      'forceMute',
    ]);
  });
});
