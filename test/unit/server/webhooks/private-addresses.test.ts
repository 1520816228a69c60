import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPublicAddress } from '../../../../src/server/webhooks/private-addresses.ts';

describe('an address callbacks may go to', () => {
  it('is one of the public internet', () => {
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:8.8.8.8']) {
      assert.equal(isPublicAddress(address), true, address);
    }
  });

  it('is no address of this machine, of a private network, of a cloud, or of nobody', () => {
    const others = [
      '127.0.0.1',
      '127.8.8.8',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '168.63.129.16',
    ];
    const more = ['0.0.0.0', '255.255.255.255', '224.0.0.1', '::', '::1', 'fe80::1', 'fd00::1', 'ff02::1'];
    const disguised = ['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::7f00:1', '2002:7f00:1::', 'localhost', ''];
    const unassigned = ['::2', '4000::1', '64:ff9b:1::a00:1', '::127.0.0.1', 'fec0::1', '2001:db8::1', '0.1.2.3'];
    for (const address of [...others, ...more, ...disguised, ...unassigned])
      assert.equal(isPublicAddress(address), false, address);
  });
});
