/** Bytes with a memory of their own, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** All parts, one after the other. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** UTF-8. */
export function fromText(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** A text with its length in front, as 4 bytes, so that two of them cannot be read as other two. */
export function fromSizedText(text: string): Bytes {
  const bytes = fromText(text);
  return concat(fromUint32(bytes.length), bytes);
}

/** Big-endian, 4 bytes. */
export function fromUint32(value: number): Bytes {
  return fromBigInt(BigInt(value), 4);
}

/** Big-endian, as many bytes as asked for. */
export function fromBigInt(value: bigint, length: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes.slice(8 - length);
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
