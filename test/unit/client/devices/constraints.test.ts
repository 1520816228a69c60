import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isNone,
  isScreen,
  parseResolution,
  toAudioConstraints,
  toScreenConstraints,
  toVideoConstraints,
} from '../../../../src/client/devices/constraints.ts';

test('a resolution is an ideal; a text that is none gives the default', () => {
  assert.deepEqual(parseResolution('1280x720'), { width: 1280, height: 720 });
  assert.deepEqual(parseResolution('large'), { width: 640, height: 480 });
  assert.deepEqual(parseResolution(undefined), { width: 640, height: 480 });
  assert.deepEqual(toVideoConstraints({ resolution: '320x240', frameRate: 15 }), {
    width: { ideal: 320 },
    height: { ideal: 240 },
    frameRate: { ideal: 15 },
  });
});

test('a device id is exact and wins over the facing mode; the camera that was open wins over both', () => {
  const options = { videoSource: 'camera-1', facingMode: 'user' } as const;
  const size = { width: { ideal: 640 }, height: { ideal: 480 } };
  assert.deepEqual(toVideoConstraints(options), { ...size, deviceId: { exact: 'camera-1' } });
  assert.deepEqual(toVideoConstraints(options, 'camera-2'), { ...size, deviceId: { exact: 'camera-2' } });
  assert.deepEqual(toVideoConstraints({ facingMode: 'user' }), { ...size, facingMode: { ideal: 'user' } });
});

test('audio processing is on unless switched off, one by one or all together', () => {
  assert.deepEqual(toAudioConstraints({ noiseSuppression: false }), {
    echoCancellation: true,
    noiseSuppression: false,
    autoGainControl: true,
  });
  assert.deepEqual(toAudioConstraints({ disableAudioProcessing: true, enableStereo: true, audioSource: 'mic-1' }), {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 2 },
    deviceId: { exact: 'mic-1' },
  });
});

test("the app's own constraints replace those made from options", () => {
  const constraints = { audio: false, video: { width: 100 } };
  assert.equal(toAudioConstraints({ constraints }), false);
  assert.deepEqual(toVideoConstraints({ constraints, resolution: '1280x720' }), { width: 100 });
});

test('a screen comes with its sound unless there is to be none, and is never larger than 1920', () => {
  const size = { width: { max: 1920 }, height: { max: 1920 } };
  assert.deepEqual(toScreenConstraints({}), { video: size, audio: true });
  assert.deepEqual(toScreenConstraints({ audioSource: null }), { video: size, audio: false });
  assert.deepEqual(toScreenConstraints({ maxResolution: { width: 4000, height: 600 }, frameRate: 7 }), {
    video: { width: { max: 1920 }, height: { max: 600 }, frameRate: { ideal: 7 } },
    audio: true,
  });
});

test('words for screens and for nothing', () => {
  assert.deepEqual(['screen', 'window', 'camera-1', null, true].map(isScreen), [true, true, false, false, false]);
  assert.deepEqual([null, false, undefined, true, 'mic-1'].map(isNone), [true, true, false, false, false]);
});

test('a device that is chosen later is exact, within the constraints of the app', () => {
  const options = { audioSource: 'one', constraints: { audio: { channelCount: 2 }, video: true } };
  assert.deepEqual(toAudioConstraints(options, 'two'), { channelCount: 2, deviceId: { exact: 'two' } });
  assert.deepEqual(toAudioConstraints(options), { channelCount: 2 });
  assert.deepEqual(toVideoConstraints(options, 'camera-2'), { deviceId: { exact: 'camera-2' } });
  const { deviceId } = toAudioConstraints({ audioSource: 'one' }, 'two') as MediaTrackConstraints;
  assert.deepEqual(deviceId, { exact: 'two' });
});
