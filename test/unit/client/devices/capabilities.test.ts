import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { readScreenSharingCapability, readSupportedCodecs } from '../../../../src/client/devices/capabilities.ts';

const touched = ['navigator', 'RTCRtpSender', 'RTCRtpReceiver'] as const;
const before = new Map(touched.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));

function set(name: (typeof touched)[number], value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

afterEach(() => {
  for (const [name, descriptor] of before) {
    if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
    else Object.defineProperty(globalThis, name, descriptor);
  }
});

function offering(...mimeTypes: string[]) {
  return { getCapabilities: () => ({ codecs: mimeTypes.map((mimeType) => ({ mimeType, clockRate: 90_000 })) }) };
}

test('codecs are named as apps know them, once each; what apps do not know is left out', async () => {
  set('RTCRtpSender', offering('video/H264', 'video/H264', 'video/rtx', 'video/VP8', 'video/AV1', 'video/ulpfec'));
  set('RTCRtpReceiver', offering('video/VP9', 'video/VP8'));
  assert.deepEqual(await readSupportedCodecs(), { videoEncoders: ['VP8', 'H264'], videoDecoders: ['VP8', 'VP9'] });
});

test('a browser that does not name its codecs is an error, and so is no browser', async () => {
  const error = { name: 'OT_UNABLE_TO_ACCESS_MEDIA_ENGINE', code: 5001 };
  await assert.rejects(readSupportedCodecs(), error);
  set('RTCRtpSender', {});
  set('RTCRtpReceiver', {});
  await assert.rejects(readSupportedCodecs(), error);
});

test('what of a screen can be shared depends on the browser', () => {
  assert.equal(readScreenSharingCapability().supported, false);
  const getDisplayMedia = () => undefined;
  set('navigator', { mediaDevices: { getDisplayMedia }, userAgent: 'Mozilla/5.0 Chrome/150.0 Safari/537.36' });
  assert.deepEqual(readScreenSharingCapability().supportedSources, {
    screen: true,
    application: false,
    window: true,
    browser: true,
  });
  set('navigator', { mediaDevices: { getDisplayMedia }, userAgent: 'Mozilla/5.0 Version/26.0 Safari/605.1.15' });
  assert.deepEqual(readScreenSharingCapability().supportedSources, {
    screen: true,
    application: false,
    window: false,
    browser: false,
  });
});
