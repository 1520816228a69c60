import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The receiver is in a network where callbacks may not go: the server could be made to call on its neighbours. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';

  constructor() {
    super('The host of the URL has a private address; CONCLAVE_CALLBACK_PRIVATE=on allows that.');
  }
}

/** All of IPv6 that has been given to the public internet so far (IANA). */
const PUBLIC_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Looks public, and is the cloud's own door to each machine in it: Azure's, as its documentation says. */
const CLOUD_DOOR = '168.63.129.16';

/** Whether an address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // IPv4 in the clothes of IPv6 is judged as IPv4.
  const parsed = ipaddr.process(address);
  if (parsed.toString() === CLOUD_DOOR) return false;
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(PUBLIC_IPV6));
}

/** Looks up a host as Node does, and fails when one of its addresses is private: what was checked is what is connected to. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) callback(error, []);
    else if (addresses.some(({ address }) => !isPublicAddress(address))) callback(new PrivateAddressError(), []);
    else if (options.all === true) callback(null, addresses);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};
