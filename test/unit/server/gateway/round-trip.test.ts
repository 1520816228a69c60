import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import { RoundTrip } from '../../../../src/server/gateway/round-trip.ts';

describe('the round trip to a client', () => {
  test('is unknown at first, then the least that was measured', () => {
    const roundTrip = new RoundTrip();
    assert.equal(roundTrip.leastMs, undefined);
    for (const durationMs of [80, 60, 300]) roundTrip.measured(durationMs);
    assert.equal(roundTrip.leastMs, 60);
  });

  test('is measured by each heartbeat, and by nothing else', (t) => {
    let nowMs = 1000;
    t.mock.method(performance, 'now', () => nowMs);
    const connection = new EventEmitter();
    const roundTrip = new RoundTrip();
    roundTrip.watch(connection);
    connection.emit('packet', { type: 'pong' });
    assert.equal(roundTrip.leastMs, undefined, 'a pong nobody asked for');
    connection.emit('packetCreate', { type: 'ping' });
    nowMs += 45;
    connection.emit('packet', { type: 'message' });
    connection.emit('packet', { type: 'pong' });
    assert.equal(roundTrip.leastMs, 45);
    nowMs += 5;
    connection.emit('packet', { type: 'pong' });
    assert.equal(roundTrip.leastMs, 45, 'a second pong for one ping');
  });
});
