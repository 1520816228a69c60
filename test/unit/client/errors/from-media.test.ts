import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureUnsupported, fromMedia, noDevicesFound } from '../../../../src/client/errors/from-media.ts';

const refusals = [
  ['NotAllowedError', 'OT_USER_MEDIA_ACCESS_DENIED'],
  ['SecurityError', 'OT_USER_MEDIA_ACCESS_DENIED'],
  ['NotFoundError', 'OT_NO_DEVICES_FOUND'],
  ['NotReadableError', 'OT_HARDWARE_UNAVAILABLE'],
  ['TrackStartError', 'OT_HARDWARE_UNAVAILABLE'],
  ['OverconstrainedError', 'OT_CONSTRAINTS_NOT_SATISFIED'],
  ['AbortError', 'OT_UNABLE_TO_CAPTURE_MEDIA'],
  ['SomethingNew', 'OT_MEDIA_ERR_ABORTED'],
] as const;

for (const [browserName, otName] of refusals) {
  test(`the browser's ${browserName} becomes ${otName} with code 1500 and keeps its cause`, () => {
    const cause = new DOMException('words of the browser', browserName);
    const error = fromMedia(cause, 'camera');
    assert.equal(error.name, otName);
    assert.equal(error.code, 1500);
    assert.equal(error.cause, cause);
    assert.match(error.message, /words of the browser/);
  });
}

test('a denied capture says "Permission Denied", the words old apps look for', () => {
  const { message } = fromMedia(new DOMException('', 'NotAllowedError'), 'camera');
  assert.match(message, /^OT\.Publisher Access Denied: Permission Denied: /);
});

test('a TypeError means constraints that cannot be', () => {
  assert.equal(fromMedia(new TypeError('x'), 'camera').name, 'OT_CONSTRAINTS_NOT_SATISFIED');
});

test('a screen that could not be captured has its own name', () => {
  assert.equal(fromMedia(new DOMException('', 'AbortError'), 'screen').name, 'OT_UNABLE_TO_CAPTURE_SCREEN');
  assert.match(fromMedia(new DOMException('', 'InvalidStateError'), 'screen').message, /click or a key press/);
  assert.equal(fromMedia(new DOMException('', 'NotAllowedError'), 'screen').name, 'OT_USER_MEDIA_ACCESS_DENIED');
});

test('an error that is ours already stays itself', () => {
  const error = noDevicesFound();
  assert.equal(fromMedia(error, 'camera'), error);
});

test('a value that is no error is wrapped', () => {
  assert.match(fromMedia('boom', 'camera').message, /boom/);
});

test('a browser without capture says so', () => {
  assert.equal(captureUnsupported('camera').name, 'OT_UNSUPPORTED_BROWSER');
  assert.equal(captureUnsupported('screen').name, 'OT_SCREEN_SHARING_NOT_SUPPORTED');
});
