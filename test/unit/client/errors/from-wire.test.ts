import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromDisconnect, fromSilence, fromWire, type Operation } from '../../../../src/client/errors/from-wire.ts';
import { WireErrorCode } from '../../../../src/protocol/error-codes.ts';
import { REQUESTS } from '../../../../src/protocol/requests.ts';

function convert(code: WireErrorCode, operation: Operation): [string, number] {
  const error = fromWire({ code, message: 'why' }, operation);
  assert.equal(error.message, 'why');
  return [error.name, error.code];
}

const expected: [Operation, WireErrorCode, string, number][] = [
  ['connect', 'authenticationFailed', 'OT_AUTHENTICATION_ERROR', 1004],
  ['connect', 'invalidSession', 'OT_INVALID_SESSION_ID', 1005],
  ['connect', 'connectionLimit', 'OT_CONNECTION_LIMIT_EXCEEDED', 1027],
  ['connect', 'protocolMismatch', 'OT_CONNECT_FAILED', 1006],
  ['connect', 'draining', 'OT_CONNECT_FAILED', 1006],
  ['connect', 'internal', 'OT_CONNECT_FAILED', 1006],
  ['publish', 'notPermitted', 'OT_PERMISSION_DENIED', 1500],
  ['publish', 'conflict', 'OT_STREAM_CREATE_FAILED', 1500],
  ['publish', 'streamLimit', 'OT_STREAM_LIMIT_EXCEEDED', 1605],
  ['publish', 'encryptionTooWeak', 'OT_ENCRYPTION_TOO_WEAK', 1560],
  ['publish', 'invalidMessage', 'OT_INVALID_PARAMETER', 1500],
  ['publish', 'internal', 'OT_UNEXPECTED_SERVER_RESPONSE', 2001],
  ['subscribe', 'notFound', 'OT_STREAM_NOT_FOUND', 1501],
  ['subscribe', 'notPermitted', 'OT_UNABLE_TO_SUBSCRIBE', 1501],
  ['subscribe', 'streamLimit', 'OT_STREAM_LIMIT_EXCEEDED', 1605],
  ['signal', 'invalidMessage', 'OT_INVALID_PARAMETER', 400],
  ['signal', 'tooLarge', 'OT_INVALID_PARAMETER', 413],
  ['signal', 'notPermitted', 'OT_PERMISSION_DENIED', 403],
  ['signal', 'notFound', 'OT_NOT_FOUND', 404],
  ['signal', 'rateLimited', 'OT_RATE_LIMIT_EXCEEDED', 429],
  ['signal', 'notReady', 'OT_NOT_CONNECTED', 500],
  ['updateStream', 'notFound', 'OT_NOT_FOUND', 404],
];

for (const [operation, wire, name, code] of expected) {
  test(`${operation} refused with ${wire} becomes ${name} ${code}`, () => {
    assert.deepEqual(convert(wire, operation), [name, code]);
  });
}

test('every code of the wire becomes an error with a name and a code for every operation', () => {
  for (const { const: wire } of WireErrorCode.anyOf) {
    for (const operation of ['connect', ...Object.keys(REQUESTS)] as Operation[]) {
      const [name, code] = convert(wire, operation);
      assert.match(name, /^OT_[A-Z_]+$/);
      assert.ok(Number.isInteger(code), `${operation} ${wire}`);
    }
  }
});

test('silence and a lost connection name the operation and, for silence, the phase', () => {
  const silence = fromSilence('subscribe', 15_000);
  assert.deepEqual([silence.name, silence.code], ['OT_TIMEOUT', 1501]);
  assert.match(silence.message, /subscribe.*15000 ms.*signaling/);
  assert.deepEqual([fromDisconnect('subscribe').name, fromDisconnect('subscribe').code], ['OT_DISCONNECTED', 1501]);
  assert.deepEqual([fromDisconnect('signal').name, fromDisconnect('signal').code], ['OT_NOT_CONNECTED', 500]);
  assert.deepEqual([fromDisconnect('publish').name, fromDisconnect('publish').code], ['OT_NOT_CONNECTED', 1010]);
});
