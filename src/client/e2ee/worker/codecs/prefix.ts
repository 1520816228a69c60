import { type Bytes, concat } from '../bytes.ts';
import type { Codec } from './codec.ts';

/** A codec of which the first bytes stay clear; `lengthOf` sees the first byte only, which is one of them or not needed. */
function createPrefixCodec(id: number, kind: Codec['kind'], lengthOf: (first: number) => number): Codec {
  const split: Codec['split'] = (frame: Bytes) => {
    const [first] = frame;
    if (first === undefined) return undefined;
    const length = lengthOf(first);
    if (frame.length < length) return undefined;
    const clear = frame.slice(0, length);
    return { clear, body: frame.subarray(length), join: (body) => concat(clear, body) };
  };
  return { id, kind, split, splitSealed: split };
}

/** The table-of-contents byte stays: servers read whether there is speech. */
export const opus = createPrefixCodec(1, 'audio', () => 1);
/** A key frame's header stays (packetizers read width and height), of others the byte that says that they are none. */
export const vp8 = createPrefixCodec(2, 'video', (first) => ((first & 1) === 0 ? 10 : 1));
/** Nothing stays: what servers need is in the RTP payload descriptor. */
export const vp9 = createPrefixCodec(3, 'video', () => 0);
