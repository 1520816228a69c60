import { type Bytes, concat, fromUint32 } from '../bytes.ts';
import { TAG_BYTES } from '../sframe.ts';
import type { Codec, FrameParts } from './codec.ts';

/** An open bitstream unit: one or two bytes of header without the mark of a size, and what it carries. */
interface Obu {
  readonly header: Bytes;
  readonly payload: Bytes;
}

const HAS_SIZE = 2;
const HAS_EXTENSION = 4;
/** Temporal delimiter, tile list, padding: RTP leaves them out. */
const leftOut: readonly number[] = [2, 8, 15];

/** A number in base 128, least digit first (AV1 specification, 4.10.5). */
function readSize(frame: Bytes, from: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let digit = 0; digit < 4; digit += 1) {
    const byte = frame[from + digit];
    if (byte === undefined) return undefined;
    value |= (byte & 127) << (7 * digit);
    if (byte < 128) return { value, end: from + digit + 1 };
  }
  return undefined;
}

function writeSize(value: number): Bytes {
  const digits: number[] = [];
  for (let rest = value; digits.length === 0 || rest > 0; rest >>>= 7) {
    digits.push((rest & 127) | (rest > 127 ? 128 : 0));
  }
  return new Uint8Array(digits);
}

/** The units of a frame that go over RTP; undefined when it is no sequence of units. */
function parseObus(frame: Bytes): Obu[] | undefined {
  const obus: Obu[] = [];
  let at = 0;
  while (at < frame.length) {
    const first = frame[at] ?? 0;
    const headerEnd = at + ((first & HAS_EXTENSION) === 0 ? 1 : 2);
    const size =
      (first & HAS_SIZE) === 0 ? { value: frame.length - headerEnd, end: headerEnd } : readSize(frame, headerEnd);
    if (first > 127 || size === undefined || size.value < 0 || size.end + size.value > frame.length) return undefined;
    const header = frame.slice(at, headerEnd);
    header[0] = first & ~HAS_SIZE;
    at = size.end + size.value;
    if (!leftOut.includes((first >> 3) & 15)) obus.push({ header, payload: frame.subarray(size.end, at) });
  }
  return obus.length > 0 ? obus : undefined;
}

/** Units with sizes; the last takes what the others leave of `body`. */
function writeObus(obus: readonly Obu[], lengths: readonly number[], body: Bytes): Bytes {
  let at = 0;
  const parts = obus.flatMap(({ header }, index) => {
    const end = index === obus.length - 1 ? body.length : at + (lengths[index] ?? 0);
    const payload = body.subarray(at, end);
    at = end;
    const sized = header.slice();
    sized[0] = (sized[0] ?? 0) | HAS_SIZE;
    return [sized, writeSize(payload.length), payload];
  });
  return concat(...parts);
}

/** `added`: bytes that the last unit carries besides its share of the plaintext. */
function toParts(obus: readonly Obu[], added: number): FrameParts | undefined {
  const lengths = obus.map(({ payload }, index) => payload.length - (index === obus.length - 1 ? added : 0));
  if ((lengths.at(-1) ?? -1) < 0) return undefined;
  return {
    clear: concat(...obus.flatMap(({ header }, index) => [header, fromUint32(lengths[index] ?? 0)])),
    body: concat(...obus.map(({ payload }) => payload)),
    join: (body) => writeObus(obus, lengths, body),
  };
}

/** AV1 in low-overhead form: headers stay, all payloads are one body, because RTP takes the units apart and sizes off. */
export const av1: Codec = {
  id: 5,
  kind: 'video',
  split(frame) {
    const obus = parseObus(frame);
    return obus && toParts(obus, 0);
  },
  splitSealed(frame) {
    const obus = parseObus(frame);
    const headerLength = obus?.at(-1)?.payload.at(-1);
    if (obus === undefined || headerLength === undefined) return undefined;
    return toParts(obus, TAG_BYTES + headerLength + 1);
  },
};
