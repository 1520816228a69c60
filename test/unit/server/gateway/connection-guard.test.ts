import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { guardConnection } from '../../../../src/server/gateway/connection-guard.ts';

class Connection extends EventEmitter {
  readonly closings: boolean[] = [];
  close(discard: boolean): void {
    this.closings.push(discard);
  }
}

async function isClosedAfter(act: (connection: Connection) => void): Promise<boolean> {
  const connection = new Connection();
  const { closings } = connection;
  guardConnection(connection, { connectPackets: 2, unsentCharacters: 10 });
  act(connection);
  assert.deepEqual([...closings], [], 'never in the middle of something');
  await nextTurn();
  // Once, and without waiting for what waits to be sent.
  assert.ok([0, 1].includes(closings.length) && closings.every((discard) => discard));
  return closings.length > 0;
}

describe('a connection that has shown no token yet', () => {
  const knock = (connection: Connection, times: number, data: string) => {
    for (let time = 0; time < times; time += 1) connection.emit('packet', { type: 'message', data });
  };

  test('may ask to join a few times, of whatever namespace', async () => {
    assert.equal(await isClosedAfter((connection) => knock(connection, 2, '0{}')), false);
    assert.equal(await isClosedAfter((connection) => knock(connection, 4, '0/nowhere,')), true);
  });

  test('may send other messages and heartbeats', async () => {
    const chat = (connection: Connection) => {
      knock(connection, 9, '2["signal",{}]');
      for (let time = 0; time < 9; time += 1) connection.emit('packet', { type: 'pong' });
    };
    assert.equal(await isClosedAfter(chat), false);
  });

  test('may be sent any one message, but no more than so much that it does not read', async () => {
    const send = (connection: Connection, characters: number) =>
      connection.emit('packetCreate', { type: 'message', data: 'x'.repeat(characters) });
    assert.equal(await isClosedAfter((connection) => send(connection, 1000)), false);
    assert.equal(await isClosedAfter((connection) => [send(connection, 11), send(connection, 1)]), true);
    const reading = (connection: Connection) => {
      for (let time = 0; time < 5; time += 1) {
        send(connection, 11);
        connection.emit('flush');
      }
    };
    assert.equal(await isClosedAfter(reading), false);
  });
});
