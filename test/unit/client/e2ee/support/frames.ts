import type { Report } from '../../../../../src/client/e2ee/messages.ts';
import { toHex } from '../../../../../src/client/e2ee/worker/bytes.ts';
import { findCodec, sealFrame, type TrackLabel } from '../../../../../src/client/e2ee/worker/frame-format.ts';
import type { Scheme } from '../../../../../src/client/e2ee/worker/key-id.ts';
import { KeyStore } from '../../../../../src/client/e2ee/worker/key-store.ts';
import { LocalSender, type SendingLimits } from '../../../../../src/client/e2ee/worker/local-sender.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

export function fromHex(hex: string): Bytes {
  return new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
}

/** Opus, 20 ms: table of contents and what follows. */
export const opusFrame = fromHex('78 0102030405060708');
/** VP8: frame tag, start code, 320x240, then the first partition; and a frame that builds on it. */
export const vp8Key = fromHex('50 1b 00 9d 01 2a 40 01 f0 00 0047 08 85 85 88');
export const vp8Delta = fromHex('b1 02 00 07 10 8c 00 18');
export const vp9Frame = fromHex('82 49 83 42 00 13 f0 0e f6 00 38 24 1c 18');
/** H.264: parameter sets with long and short start codes, a key slice in two parts. */
export const h264Key = fromHex(
  '00000001 67 42c01e d9 00 a0 47 fe c8 000001 68 ce3c80 000001 65 88 84 00 00 03 00 1a ff 000001 65 00 b1 22',
);
export const h264Delta = fromHex('00000001 41 00 9a 24 6c 41 ff');
/** AV1: delimiter, sequence header, a frame; and a frame without a size. */
export const av1Key = fromHex('12 00 0a 0b 00 00 00 04 3c ff bd ff f9 40 80 32 06 10 00 be 80 00 12');
export const av1Delta = fromHex('12 00 30 31 a2 00 7c 15');

/** Frames by codec, as encoders write them. */
export const samples: readonly (readonly [string, Bytes])[] = [
  ['audio/opus', opusFrame],
  ['video/VP8', vp8Key],
  ['video/VP8', vp8Delta],
  ['video/VP9', vp9Frame],
  ['video/H264', h264Key],
  ['video/H264', h264Delta],
  ['video/AV1', av1Key],
  ['video/AV1', av1Delta],
];

export function toLabel(mimeType: string, source = 0): TrackLabel {
  return { kind: mimeType.startsWith('audio') ? 'audio' : 'video', source };
}

/** The codec of a name. */
export function codecOf(mimeType: string) {
  const codec = findCodec(mimeType, toLabel(mimeType).kind);
  if (codec === undefined) throw new Error(`no codec ${mimeType}`);
  return codec;
}

/** A key store with a clock that stands until it is turned. */
export function createStore({
  scheme = 'secret',
  sessionId = 'session',
}: {
  scheme?: Scheme;
  sessionId?: string;
} = {}) {
  const clock = { nowMs: 0 };
  const reports: Report[] = [];
  const store = new KeyStore({
    scheme,
    sessionId,
    salt: new Uint8Array(16).fill(7),
    report: (report) => reports.push(report),
    changed: () => undefined,
    now: () => clock.nowMs,
  });
  return { store, clock, reports };
}

export type TestStore = ReturnType<typeof createStore>;

/** Tells two stores of each other, as signaling does. */
export async function introduce(sender: TestStore, receiver: TestStore, senderId = 'alice', index = 3): Promise<void> {
  await sender.store.identify({ senderId, index });
  await receiver.store.addSender({ senderId, index, random: sender.store.local.random.slice() });
}

export function secretOf(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** A sealed frame of a store's own sender. */
export async function sealWith(local: LocalSender, mimeType: string, frame: Bytes, source = 0): Promise<Bytes> {
  const ticket = local.take();
  if (typeof ticket === 'string') throw new Error(ticket);
  const sealed = await sealFrame(frame, { codec: codecOf(mimeType), label: toLabel(mimeType, source), ...ticket });
  if (sealed === undefined) throw new Error('not sealed');
  return sealed;
}

/** A local sender alone, with limits of the test's own. */
export function createLocalSender(limits: Partial<SendingLimits>, scheme: Scheme = 'secret') {
  const clock = { nowMs: 0 };
  const all = { frames: 2 ** 48, framesPerKey: 2 ** 32, ratchetMs: 300_000, ...limits };
  return { clock, local: new LocalSender({ scheme, now: () => clock.nowMs, limits: all }) };
}

export { toHex };
