import { type Bytes, concat } from './bytes.ts';
import { av1 } from './codecs/av1.ts';
import type { Codec } from './codecs/codec.ts';
import { h264 } from './codecs/h264.ts';
import { opus, vp8, vp9 } from './codecs/prefix.ts';
import { decodeHeader, encodeHeader, type FrameHeader } from './header.ts';
import type { FrameKey } from './key-schedule.ts';
import { seal, TAG_BYTES, unseal } from './sframe.ts';

/** What a track is at its publisher; it is authenticated, so that no server shows one for the other. */
export interface TrackLabel {
  readonly kind: 'audio' | 'video';
  /** Number of the source, such as camera or screen: 0 to 255. */
  readonly source: number;
}

/** A received frame whose header is read; nothing of it is proved yet. */
export interface SealedFrame {
  readonly header: FrameHeader;
  /** The encoder's frame, or undefined when anything differs from what the sender made. */
  unseal(frameKey: FrameKey): Promise<Bytes | undefined>;
}

/** Codecs by the name that browsers give them; those of other names are never sent and never played. */
const codecs: Readonly<Record<string, Codec>> = {
  'audio/opus': opus,
  'video/vp8': vp8,
  'video/vp9': vp9,
  'video/h264': h264,
  'video/av1': av1,
};

/** The codec of an encoded frame, if its kind is the track's. */
export function findCodec(mimeType: unknown, kind: TrackLabel['kind']): Codec | undefined {
  const name = String(mimeType).toLowerCase();
  const codec = Object.hasOwn(codecs, name) ? codecs[name] : undefined;
  return codec?.kind === kind ? codec : undefined;
}

/** What is authenticated after the SFrame header. Its end has a fixed length: two frames never mean the same bytes. */
function toMetadata(clear: Bytes, codec: Codec, { kind, source }: TrackLabel): Bytes {
  return concat(clear, new Uint8Array([kind === 'audio' ? 0 : 1, codec.id, source]));
}

/** `clear | ciphertext | tag | SFrame header | its length`, in the form of the codec; undefined for a frame that is none of it. */
export async function sealFrame(
  frame: Bytes,
  { codec, label, frameKey, ctr }: { codec: Codec; label: TrackLabel; frameKey: FrameKey; ctr: number },
): Promise<Bytes | undefined> {
  const parts = codec.split(frame);
  if (parts === undefined) return undefined;
  const header = encodeHeader({ kid: frameKey.kid, ctr: BigInt(ctr) });
  const ciphertext = await seal(frameKey, BigInt(ctr), toMetadata(parts.clear, codec, label), parts.body);
  return parts.join(concat(ciphertext, header, new Uint8Array([header.length])));
}

/** Reads a received frame's header; undefined when there is none. */
export function readFrame(frame: Bytes, codec: Codec, label: TrackLabel): SealedFrame | undefined {
  const parts = codec.splitSealed(frame);
  const headerLength = parts?.body.at(-1);
  if (parts === undefined || headerLength === undefined) return undefined;
  const headerStart = parts.body.length - 1 - headerLength;
  if (headerLength === 0 || headerStart < TAG_BYTES) return undefined;
  const header = decodeHeader(parts.body.subarray(headerStart, -1));
  if (header === undefined) return undefined;
  return {
    header,
    async unseal(frameKey) {
      const metadata = toMetadata(parts.clear, codec, label);
      const plaintext = await unseal(frameKey, header.ctr, metadata, parts.body.slice(0, headerStart));
      return plaintext && parts.join(plaintext);
    },
  };
}
