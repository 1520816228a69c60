import { type Bytes, concat } from '../bytes.ts';
import type { Codec, FrameParts } from './codec.ts';

const startCode = new Uint8Array([0, 0, 0, 1]);

/** Where the next `00 00 01` from `from` on begins; the end of the frame when there is none. */
function findStartCode(frame: Bytes, from: number): number {
  for (let at = from; at + 2 < frame.length; at += 1) {
    if (frame[at] === 0 && frame[at + 1] === 0 && frame[at + 2] === 1) return at;
  }
  return frame.length;
}

/**
 * The clear part: everything up to the first slice, and of that its NAL header and one byte more, which packetizers read.
 * Start codes get their long form, because depacketizers write that whatever was sent.
 */
function findClear(frame: Bytes): { clear: Bytes; tail: Bytes } | undefined {
  const parts: Uint8Array[] = [];
  let code = findStartCode(frame, 0);
  if (frame.subarray(0, code).some((byte) => byte !== 0)) return undefined;
  while (code < frame.length) {
    const start = code + 3;
    const type = (frame[start] ?? 0) & 31;
    if (type >= 1 && type <= 5) {
      if (start + 2 > frame.length) return undefined;
      const clear = concat(...parts, startCode, frame.subarray(start, start + 2));
      return { clear, tail: frame.subarray(start + 2) };
    }
    code = findStartCode(frame, start);
    let end = code;
    while (end > start && frame[end - 1] === 0) end -= 1;
    parts.push(startCode, frame.subarray(start, end));
  }
  return undefined;
}

/** How many zeros the clear part ends with: a start code must not come to be across its end. */
function zerosAtEnd(clear: Bytes): number {
  return clear.at(-1) === 0 ? 1 : 0;
}

/** Emulation prevention (ITU-T H.264, 7.4.1): ciphertext has no start codes in it. */
function addEmulationPrevention(bytes: Bytes, zerosBefore: number): Bytes {
  const escaped: number[] = [];
  let zeros = zerosBefore;
  for (const byte of bytes) {
    if (zeros >= 2 && byte <= 3) {
      escaped.push(3);
      zeros = 0;
    }
    escaped.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return new Uint8Array(escaped);
}

function removeEmulationPrevention(bytes: Bytes, zerosBefore: number): Bytes {
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  let zeros = zerosBefore;
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    plain[length] = byte;
    length += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return plain.slice(0, length);
}

/** H.264 in Annex B form; the body is hidden in the first slice, as one NAL unit to everyone on the way. */
export const h264: Codec = {
  id: 4,
  kind: 'video',
  split(frame): FrameParts | undefined {
    const found = findClear(frame);
    if (found === undefined) return undefined;
    const { clear, tail } = found;
    return { clear, body: tail, join: (body) => concat(clear, addEmulationPrevention(body, zerosAtEnd(clear))) };
  },
  splitSealed(frame): FrameParts | undefined {
    const found = findClear(frame);
    if (found === undefined) return undefined;
    const { clear, tail } = found;
    return { clear, body: removeEmulationPrevention(tail, zerosAtEnd(clear)), join: (body) => concat(clear, body) };
  },
};
