import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { createAddressReader } from '../../../../src/server/gateway/client-address.ts';

function read(trusted: readonly string[], remoteAddress: string | undefined, forwarded?: string): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return createAddressReader(trusted)({ socket: { remoteAddress }, headers } as unknown as IncomingMessage);
}

test('without trusted proxies the peer is the client, whatever it claims', () => {
  assert.equal(read([], '203.0.113.7'), '203.0.113.7');
  assert.equal(read([], '203.0.113.7', '198.51.100.1'), '203.0.113.7');
  assert.equal(read(['10.0.0.0/8'], '203.0.113.7', '198.51.100.1'), '203.0.113.7');
});

test('a trusted proxy is believed as far as it wrote the header, and no further', () => {
  assert.equal(read(['10.0.0.0/8'], '10.1.2.3', '198.51.100.1'), '198.51.100.1');
  assert.equal(read(['10.0.0.0/8'], '10.1.2.3', 'forged, 192.0.2.1, 198.51.100.1'), '198.51.100.1');
  assert.equal(read(['10.0.0.0/8'], '10.1.2.3', '198.51.100.1, 10.9.9.9'), '198.51.100.1');
  assert.equal(read(['10.0.0.0/8'], '::ffff:10.1.2.3', '198.51.100.1'), '198.51.100.1');
  assert.equal(read(['2001:db8::/32'], '2001:db8::1', '198.51.100.1'), '198.51.100.1');
});

test('what a proxy writes that is no address counts as the proxy', () => {
  for (const nonsense of ['unknown', '198.51.100.1:4711', '_hidden', '']) {
    assert.equal(read(['10.0.0.1'], '10.0.0.1', nonsense), '10.0.0.1', nonsense);
  }
});

test('the addresses of one IPv6 network are one, and IPv4 in IPv6 is IPv4', () => {
  assert.equal(read([], '2001:db8:1:2:3:4:5:6'), read([], '2001:db8:1:2::1'));
  assert.notEqual(read([], '2001:db8:1:2::1'), read([], '2001:db8:1:3::1'));
  assert.equal(read([], '::ffff:203.0.113.7'), '203.0.113.7');
});

test('a socket that is gone has no address', () => {
  assert.equal(read(['10.0.0.1'], undefined, '198.51.100.1'), '');
});
