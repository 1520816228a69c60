import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** What proxies add to the requests they pass on. */
const PROXY_HEADERS = ['forwarded', 'via', 'x-real-ip', 'x-client-ip'];
const PROXY_PREFIX = 'x-forwarded-';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Whether a request was made on this machine, for this machine: over plain HTTP on a loopback address, under a name of this
 * machine, and passed on by nobody. A proxy is on this machine too, but speaks for the world; and a page of the world may get a
 * browser on this machine to ask, under the page's own name (DNS rebinding).
 */
export function isFromThisMachine({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  if (socket instanceof TLSSocket || !isLoopback(socket)) return false;
  const names = Object.keys(headers);
  if (names.some((name) => PROXY_HEADERS.includes(name) || name.startsWith(PROXY_PREFIX))) return false;
  return isOwnName(headers.host);
}

function isLoopback({ remoteAddress = '' }: Pick<Socket, 'remoteAddress'>): boolean {
  return isIP(remoteAddress) !== 0 && LOOPBACK.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4');
}

function isOwnName(host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname;
  return name === 'localhost' || LOOPBACK.check(name, 'ipv4') || name === '[::1]';
}
