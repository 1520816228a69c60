import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';

/** Who is counted together: an IPv4 address, or the IPv6 network of one customer line (/64). Stays in memory. */
export type AddressReader = (request: IncomingMessage) => string;

const IPV6_GROUPS_OF_NETWORK = 4;

/** Reads whom a request comes from; `X-Forwarded-For` is believed as far as it was written by the trusted proxies, by Fastify's own rule. */
export function createAddressReader(trustedProxies: readonly string[]): AddressReader {
  const trust = trustedProxies.length > 0 ? proxyAddr.compile([...trustedProxies]) : () => false;
  return (request) => {
    const peer = request.socket.remoteAddress ?? '';
    // A destroyed socket has no address, and is nobody.
    if (peer === '') return '';
    return toNetwork(proxyAddr(request, trust)) ?? toNetwork(peer) ?? peer;
  };
}

/** Undefined for what is no address: proxies also write `unknown`, or a port behind it. */
function toNetwork(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  // An IPv4 client of a socket that serves both families is written as IPv6.
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.parts
    .slice(0, IPV6_GROUPS_OF_NETWORK)
    .map((group) => group.toString(16))
    .join(':');
}
