import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createEvent, OTEvent } from '../../../../src/client/model/event.ts';

test('an event has its type, target and fields', () => {
  const target = {};
  const event = createEvent('streamCreated', target, { stream: 's' });
  assert.ok(event instanceof OTEvent);
  assert.deepEqual([event.type, event.target, event.stream, event.cancelable], ['streamCreated', target, 's', false]);
});

test('a cancelable event can be prevented', () => {
  const event = createEvent('streamDestroyed', {}, {}, true);
  assert.equal(event.isDefaultPrevented(), false);
  event.preventDefault();
  assert.equal(event.isDefaultPrevented(), true);
});

test('preventing another event has no effect but a warning', () => {
  const warn = mock.method(console, 'warn', () => undefined);
  const event = createEvent('streamCreated', {});
  event.preventDefault();
  warn.mock.restore();
  assert.equal(event.isDefaultPrevented(), false);
  assert.equal(warn.mock.callCount(), 1);
});
