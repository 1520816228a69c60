import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseProperties, sortArguments } from '../../../../src/client/session/arguments.ts';

const element = { nodeType: 1 };
const properties = { width: 100 };
const callback = () => undefined;

const cases: [string, unknown[], unknown, unknown, unknown][] = [
  ['nothing', [], undefined, undefined, undefined],
  ['an id', ['video'], 'video', undefined, undefined],
  ['an element, properties and a callback', [element, properties, callback], element, properties, callback],
  ['properties alone', [properties], undefined, properties, undefined],
  ['properties and a callback', [properties, callback], undefined, properties, callback],
  ['a callback alone', [callback], undefined, undefined, callback],
  ['a target and a callback', ['video', callback], 'video', undefined, callback],
  ['no target but properties', [undefined, properties], undefined, properties, undefined],
  ['null for a target', [null, properties, callback], null, properties, callback],
  ['null for properties', ['video', null, callback], 'video', undefined, callback],
];
for (const [title, values, target, sortedProperties, sortedCallback] of cases) {
  test(`${title} is understood`, () => {
    assert.deepEqual(sortArguments(values), { target, properties: sortedProperties, callback: sortedCallback });
  });
}

test('properties that are no object are refused', () => {
  const sorted = sortArguments(['video', 7]);
  const error = refuseProperties(sorted.properties);
  assert.deepEqual([error?.name, error?.code], ['OT_INVALID_PARAMETER', 1011]);
  assert.equal(refuseProperties(undefined), undefined);
  assert.equal(refuseProperties(properties), undefined);
});
