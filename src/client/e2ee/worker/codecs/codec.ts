import type { Bytes } from '../bytes.ts';

/** One frame, taken apart. */
export interface FrameParts {
  /** What stays readable and is authenticated. */
  readonly clear: Bytes;
  /** What gets encrypted, or what a sender made of that. */
  readonly body: Bytes;
  /** The frame with another body. */
  join(body: Bytes): Bytes;
}

/** How frames of a codec are taken apart so that packetizers and the media server still find their way. */
export interface Codec {
  /** A byte that stands for the codec in what is authenticated. */
  readonly id: number;
  readonly kind: 'audio' | 'video';
  /** A frame from the encoder; undefined when it is none of this codec. */
  split(frame: Bytes): FrameParts | undefined;
  /** A frame that `join` made. */
  splitSealed(frame: Bytes): FrameParts | undefined;
}
