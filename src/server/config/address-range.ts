import { isIP } from 'node:net';

/** Reads an IP address, alone or with the length of its network's prefix (`10.0.0.0/8`); not a network of everybody. */
export function parseAddressRange(word: string): string | undefined {
  const [ip = '', prefix, ...rest] = word.split('/');
  const family = isIP(ip);
  // An interface's name (`fe80::1%eth0`) is no part of a range.
  if (family === 0 || ip.includes('%') || rest.length > 0) return undefined;
  if (prefix === undefined) return word;
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : 0;
  return bits >= 1 && bits <= (family === 4 ? 32 : 128) ? word : undefined;
}
