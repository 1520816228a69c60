import { type Bytes, concat, fromBigInt } from './bytes.ts';

/** The SFrame header (RFC 9605, 4.3): which key, and which number the frame has under it; each up to 64 bits. */
export interface FrameHeader {
  readonly kid: bigint;
  readonly ctr: bigint;
}

/** Half of the first byte: the value itself up to 7, else how many bytes follow; and these bytes. */
function encodeNumber(value: bigint): { nibble: number; bytes: Bytes } {
  if (value < 8n) return { nibble: Number(value), bytes: new Uint8Array() };
  let length = 1;
  while (value >> BigInt(8 * length) > 0n) length += 1;
  return { nibble: 8 | (length - 1), bytes: fromBigInt(value, length) };
}

/** The shortest encoding. */
export function encodeHeader({ kid, ctr }: FrameHeader): Bytes {
  const key = encodeNumber(kid);
  const counter = encodeNumber(ctr);
  return concat(new Uint8Array([(key.nibble << 4) | counter.nibble]), key.bytes, counter.bytes);
}

/** Reads exactly one header; undefined for anything else, also for one that could be shorter. */
export function decodeHeader(bytes: Uint8Array): FrameHeader | undefined {
  const [config = 0] = bytes;
  let at = 1;
  const read = (nibble: number): bigint => {
    if (nibble < 8) return BigInt(nibble);
    const end = at + (nibble & 7) + 1;
    let value = 0n;
    while (at < end) {
      value = (value << 8n) | BigInt(bytes[at] ?? 0);
      at += 1;
    }
    return value;
  };
  const header = { kid: read(config >> 4), ctr: read(config & 15) };
  // One header, one spelling: whoever compares or counts headers need not know of others.
  return at === bytes.length && encodeHeader(header).length === at ? header : undefined;
}
