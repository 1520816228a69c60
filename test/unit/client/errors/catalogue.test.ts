import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createError,
  getErrorTitleByCode,
  invalidParameter,
  notConnected,
  permissionDenied,
} from '../../../../src/client/errors/catalogue.ts';
import { OTError } from '../../../../src/client/errors/ot-error.ts';

test('an error has the name, the usual code, the message and the cause', () => {
  const cause = new Error('below');
  const error = createError('OT_TIMEOUT', 'too late', { cause });
  assert.ok(error instanceof OTError && error instanceof Error);
  assert.deepEqual([error.name, error.code, error.message, error.cause], ['OT_TIMEOUT', 1500, 'too late', cause]);
});

test('an error without a cause has none', () => {
  assert.ok(!('cause' in createError('OT_CANCEL', 'stopped')));
});

test('the place that raises an error may choose its code', () => {
  assert.equal(invalidParameter('x').code, 1011);
  assert.equal(invalidParameter('x', 413).code, 413);
  assert.equal(notConnected('publish').code, 1010);
  assert.equal(notConnected('subscribe', 1501).code, 1501);
  assert.equal(permissionDenied('publish').code, 1500);
});

test('a code has a title, also one that is not in the list', () => {
  assert.equal(getErrorTitleByCode(1004), 'Authentication error');
  assert.equal(getErrorTitleByCode(77), 'Error 77');
});
