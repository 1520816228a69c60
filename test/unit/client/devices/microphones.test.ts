import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReplaced } from '../../../../src/client/devices/microphones.ts';

const input = (deviceId: string, groupId = deviceId) => ({ kind: 'audioinput' as const, deviceId, groupId });

test('a microphone that is still there is kept, one that was removed is replaced', () => {
  const devices = [input('desk'), input('headset'), { kind: 'videoinput' as const, deviceId: 'camera', groupId: 'c' }];
  assert.equal(isReplaced(devices, { deviceId: 'headset', groupId: 'headset' }, false), false);
  assert.equal(isReplaced(devices.slice(0, 1), { deviceId: 'headset', groupId: 'headset' }, false), true);
});

test('the default microphone follows the default of the system, a chosen one does not', () => {
  const devices = [input('default', 'headset'), input('desk'), input('headset')];
  assert.equal(isReplaced(devices, { deviceId: 'default', groupId: 'desk' }, true), true);
  assert.equal(isReplaced(devices, { deviceId: 'default', groupId: 'headset' }, true), false);
  assert.equal(isReplaced(devices, { deviceId: 'desk', groupId: 'desk' }, false), false);
});

test('what the browser withholds counts as unchanged, and with no microphone left there is nothing to change to', () => {
  assert.equal(isReplaced([input('')], { deviceId: 'desk', groupId: 'desk' }, true), false);
  assert.equal(isReplaced([], { deviceId: 'desk', groupId: 'desk' }, true), false);
  assert.equal(isReplaced([input('desk')], {}, true), false);
  assert.equal(isReplaced([input('default', 'desk')], { deviceId: 'default' }, true), false);
});
