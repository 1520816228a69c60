import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommand, parseReport, parseTrackOptions } from '../../../../src/client/e2ee/messages.ts';

const random = new Uint8Array(16);

test('messages of the contract pass on both sides', () => {
  for (const command of [
    { type: 'open', scheme: 'secret', sessionId: 'session', salt: random },
    { type: 'identify', senderId: 'alice', index: 0 },
    { type: 'setSecret', id: 0, secret: random },
    { type: 'setEpochKey', id: 1, epoch: 7, key: new Uint8Array(32) },
    { type: 'sendWithEpoch', id: 2, epoch: 7 },
    { type: 'addSender', senderId: 'bob', index: 2 ** 32 - 1, random },
    { type: 'removeSender', senderId: 'bob' },
    {
      type: 'transform',
      options: { direction: 'encrypt', kind: 'video', source: 0 },
      readable: new ReadableStream(),
      writable: new WritableStream(),
    },
  ]) {
    assert.equal(parseCommand(command), command);
  }
  for (const report of [
    { type: 'ready', random },
    { type: 'settled', id: 0, done: true },
    { type: 'missingKey', senderId: 'bob' },
    { type: 'failed', senderId: 'bob', count: 3 },
    { type: 'recovered', senderId: 'bob' },
    { type: 'blocked', reason: 'codec' },
  ]) {
    assert.equal(parseReport(report), report);
  }
});

test('anything else is none', () => {
  for (const value of [
    null,
    undefined,
    7,
    'open',
    {},
    { type: 'toString' },
    { type: '__proto__' },
    { type: 'open', scheme: 'none', sessionId: 'session', salt: random },
    { type: 'open', scheme: 'secret', sessionId: '', salt: random },
    { type: 'identify', senderId: 'a'.repeat(513), index: 0 },
    { type: 'identify', senderId: 'alice', index: 2 ** 32 },
    { type: 'identify', senderId: 'alice', index: -1 },
    { type: 'addSender', senderId: 'bob', index: 0.5, random },
    { type: 'addSender', senderId: 'bob', index: 0, random: random.slice(1) },
    { type: 'setSecret', id: 0, secret: 'text' },
    { type: 'setEpochKey', id: 0, epoch: 1, key: random },
    { type: 'transform', options: { direction: 'none' }, readable: {}, writable: {} },
    { type: 'failed', senderId: 'bob', count: 'many' },
    { type: 'settled', id: 0, done: 1 },
  ]) {
    assert.equal(parseCommand(value), undefined);
    assert.equal(parseReport(value), undefined);
  }
  for (const options of [
    { direction: 'encrypt', kind: 'data', source: 0 },
    { direction: 'encrypt', kind: 'audio', source: 256 },
    { direction: 'decrypt', kind: 'audio', source: 0 },
  ]) {
    assert.equal(parseTrackOptions(options), undefined);
  }
});
