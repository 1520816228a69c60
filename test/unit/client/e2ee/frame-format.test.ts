import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCodec, readFrame, sealFrame } from '../../../../src/client/e2ee/worker/frame-format.ts';
import { deriveFrameKey, importBase } from '../../../../src/client/e2ee/worker/key-schedule.ts';
import * as frames from './support/frames.ts';
import { type Bytes, codecOf, samples, toHex, toLabel } from './support/frames.ts';

const KID = 0x30a7n;

async function createKeys() {
  const derive = async (usage: 'encrypt' | 'decrypt') =>
    deriveFrameKey(await importBase(new Uint8Array(32).fill(9)), KID, { usage });
  return { sealing: await derive('encrypt'), opening: await derive('decrypt') };
}

async function seal(mimeType: string, frame: Bytes, source = 0): Promise<Bytes> {
  const { sealing } = await createKeys();
  const label = toLabel(mimeType, source);
  const sealed = await sealFrame(frame, { codec: codecOf(mimeType), label, frameKey: sealing, ctr: 5 });
  assert.ok(sealed !== undefined);
  return sealed;
}

async function open(mimeType: string, sealed: Bytes, source = 0): Promise<Bytes | undefined> {
  const { opening } = await createKeys();
  return readFrame(sealed, codecOf(mimeType), toLabel(mimeType, source))?.unseal(opening);
}

for (const [mimeType, frame] of samples) {
  test(`${mimeType} of ${frame.length} bytes comes back as it was, for the decoder`, async () => {
    const opened = await open(mimeType, await seal(mimeType, frame));
    assert.ok(opened !== undefined);
    // Packetizers change start codes, sizes and delimiters on the way; taken apart, both are the same.
    const [given, got] = [frame, opened].map((bytes) => codecOf(mimeType).split(bytes));
    assert.deepEqual(got?.clear, given?.clear);
    assert.deepEqual(got?.body, given?.body);
  });

  test(`${mimeType} of ${frame.length} bytes: any bit that is changed, and any byte that is lost, makes it unreadable`, async () => {
    const sealed = await seal(mimeType, frame);
    const original = toHex((await open(mimeType, sealed)) ?? new Uint8Array());
    for (let at = 0; at < sealed.length * 8; at += 1) {
      const changed = sealed.slice();
      changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
      const opened = await open(mimeType, changed);
      // Start codes and marks of a size mean the same in two spellings.
      if (opened !== undefined) assert.equal(toHex(opened), original, `bit ${at}`);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      assert.equal(await open(mimeType, sealed.slice(0, length)), undefined, `${length} bytes`);
    }
  });
}

test('only what is meant to be clear is readable', async () => {
  const clearBytes = async (mimeType: string, frame: Bytes) => {
    const sealed = await seal(mimeType, frame);
    let at = 0;
    while (at < frame.length && sealed[at] === frame[at]) at += 1;
    return at;
  };
  assert.equal(await clearBytes('audio/opus', frames.opusFrame), 1);
  assert.equal(await clearBytes('video/VP8', frames.vp8Key), 10);
  assert.equal(await clearBytes('video/VP8', frames.vp8Delta), 1);
  assert.equal(await clearBytes('video/VP9', frames.vp9Frame), 0);
});

test('a frame is longer by tag, header and one byte', async () => {
  const sealed = await seal('video/VP9', frames.vp9Frame);
  assert.equal(sealed.length - frames.vp9Frame.length, 16 + 3 + 1);
});

test('a frame of one source, kind or codec is none of another', async () => {
  const sealed = await seal('video/VP9', frames.vp9Frame, 0);
  assert.equal(await open('video/VP9', sealed, 1), undefined);
  const vp8 = await seal('video/VP8', frames.vp8Delta);
  const { opening } = await createKeys();
  assert.ok(await open('video/VP8', vp8));
  // One clear byte in both.
  assert.equal(await readFrame(vp8, codecOf('audio/opus'), toLabel('audio/opus'))?.unseal(opening), undefined);
});

test('nothing is sealed that is no frame of its codec', async () => {
  const { sealing: frameKey } = await createKeys();
  const cases: [string, string][] = [
    ['audio/opus', ''],
    ['video/VP8', ''],
    ['video/VP8', '00 9d 01 2a 40 01'],
    ['video/VP9', ''],
    ['video/H264', ''],
    ['video/H264', '65 88 84 00'],
    ['video/H264', '00000001 67 42c01e'],
    ['video/H264', '00000001 65'],
    ['video/AV1', ''],
    ['video/AV1', '12 00'],
    ['video/AV1', '32 7f 00'],
    ['video/AV1', '32 ffffffff 01 00'],
    ['video/AV1', '80 00'],
  ];
  for (const [mimeType, hex] of cases) {
    const label = toLabel(mimeType);
    const sealed = await sealFrame(frames.fromHex(hex), { codec: codecOf(mimeType), label, frameKey, ctr: 0 });
    assert.equal(sealed, undefined, `${mimeType} ${hex}`);
  }
});

test('codecs that nobody has taken apart have no way through', () => {
  for (const name of ['audio/red', 'audio/PCMU', 'video/H265', 'video/rtx', '', undefined, 'toString', '__proto__']) {
    for (const kind of ['audio', 'video'] as const) assert.equal(findCodec(name, kind), undefined);
  }
  assert.equal(findCodec('audio/opus', 'video'), undefined);
  assert.equal(findCodec('video/vp8', 'video')?.id, 2);
});
