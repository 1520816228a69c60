import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection } from '../../../../src/client/model/connection.ts';
import { fromWireData, type SignalOptions, toWireSignal } from '../../../../src/client/session/signals.ts';

const connection = new Connection({ id: 'c1', createdAt: 1, data: '' });

test('a signal travels as JSON text with its type and receiver', () => {
  assert.deepEqual(toWireSignal({ type: 'chat', data: 'hi "you"', to: connection }), {
    type: 'chat',
    data: '"hi \\"you\\""',
    to: 'c1',
  });
  assert.deepEqual(toWireSignal({ data: { x: [1] } }), { data: '{"x":[1]}' });
  assert.deepEqual(toWireSignal({}), {});
});

const cycle: { self?: object } = {};
cycle.self = cycle;

const wrong: [string, object, number][] = [
  ['data null', { data: null }, 400],
  ['data undefined, given all the same', { data: undefined }, 400],
  ['data with a cycle', { data: cycle }, 400],
  ['data that is a function', { data: () => 1 }, 400],
  ['data of more than 8192 characters as JSON', { data: 'x'.repeat(8191) }, 413],
  ['a receiver by its id', { data: 'x', to: 'c1' }, 400],
  ['a type null', { data: 'x', type: null }, 400],
  ['an empty type', { data: 'x', type: '' }, 400],
  ['a type of 129 characters', { data: 'x', type: 'x'.repeat(129) }, 413],
  ['a type with a colon', { data: 'x', type: 'a:b' }, 400],
  ['retryAfterReconnect that is no boolean', { data: 'x', retryAfterReconnect: 1 }, 400],
];
for (const [title, options, code] of wrong) {
  test(`${title} is refused with ${code}`, () => {
    assert.throws(() => toWireSignal(options as SignalOptions), { name: 'OT_INVALID_PARAMETER', code });
  });
}

test('no options at all are refused with 400', () => {
  for (const options of [undefined, null, 'hello']) {
    assert.throws(() => toWireSignal(options as never), { name: 'OT_INVALID_PARAMETER', code: 400 });
  }
});

test('the largest signal is let through', () => {
  const options = { type: `${'x'.repeat(125)}-._`, data: 'x'.repeat(8190) };
  assert.equal(toWireSignal(options).data?.length, 8192);
});

test('a signal to the session is for everyone; to anything else that is no connection it is refused', () => {
  const session = { sessionId: '1' };
  assert.deepEqual(toWireSignal({ to: session }, session), {});
  assert.throws(() => toWireSignal({ to: { sessionId: '2' } }, session), { name: 'OT_INVALID_PARAMETER', code: 400 });
  assert.throws(() => toWireSignal({ to: null } as never), { name: 'OT_INVALID_PARAMETER', code: 400 });
});

test('received data is the value that was sent; text of a back end that is no JSON stays text', () => {
  assert.deepEqual(fromWireData('{"x":1}'), { x: 1 });
  assert.equal(fromWireData('"hi"'), 'hi');
  assert.equal(fromWireData('hi'), 'hi');
  assert.equal(fromWireData(undefined), undefined);
});
