import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressPlaces } from '../../../../src/server/gateway/address-places.ts';

test('an address gets as many places as it may hold, and others are not concerned', () => {
  const places = new AddressPlaces({ socketsPerAddress: 2, newcomersPerAddress: 2 });
  const first = places.take('a');
  assert.equal(places.hasRoom('a'), true);
  places.take('a').prove();
  first.prove();
  assert.equal(places.hasRoom('a'), false);
  assert.equal(places.hasRoom('b'), true);
  first.release();
  assert.equal(places.hasRoom('a'), true);
});

test('newcomers have a smaller share, until they have shown who they are', () => {
  const places = new AddressPlaces({ socketsPerAddress: 10, newcomersPerAddress: 1 });
  const newcomer = places.take('a');
  assert.equal(places.hasRoom('a'), false);
  newcomer.prove();
  assert.equal(places.hasRoom('a'), true);
});

test('a place is given back once, proved or not, and nothing is kept of an address without sockets', () => {
  const places = new AddressPlaces({ socketsPerAddress: 2, newcomersPerAddress: 1 });
  const [first, second] = [places.take('a'), places.take('a')];
  first.prove();
  first.prove();
  for (const place of [first, first, second, second]) place.release();
  second.prove();
  assert.equal(places.size, 0);
  places.take('a');
  assert.equal(places.hasRoom('a'), false);
});
