import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** An address media is received on, and the one told to clients where it differs (behind NAT). */
export interface MediaAddress {
  readonly ip: string;
  readonly announcedAddress?: string;
}

/** Ports for media, both ends included; `0`-`0` lets the system choose. */
export interface PortRange {
  readonly min: number;
  readonly max: number;
}

const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/** Reads `listen` or `listen=announced`; the announced side may be a host name. */
export function parseMediaAddress(word: string): MediaAddress | undefined {
  const [ip = '', announcedAddress, ...rest] = word.split('=');
  if (isIP(ip) === 0 || rest.length > 0) return undefined;
  if (announcedAddress === undefined) return { ip };
  if (isIP(announcedAddress) === 0 && !HOST_NAME.test(announcedAddress)) return undefined;
  return { ip, announcedAddress };
}

/** Reads `40000-40999`, one port, or `0` for any. */
export function parsePortRange(raw: unknown): PortRange | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(raw).trim());
  if (match === null) return undefined;
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : Number(match[2]);
  const anyPort = min === 0 && max === 0;
  return anyPort || (min >= 1024 && max <= 65_535 && min <= max) ? { min, max } : undefined;
}

/** This machine's IPv4 addresses other than loopback and link-local. */
export function findOwnAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((each) => each.family === 'IPv4' && !each.internal && !each.address.startsWith('169.254.'))
    .map((each) => each.address);
}

/** What media listens on unless told otherwise: loopback and the machine's own addresses. */
export function findMediaAddresses(): MediaAddress[] {
  return ['127.0.0.1', ...findOwnAddresses()].map((ip) => ({ ip }));
}
