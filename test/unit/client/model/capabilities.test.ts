import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Capabilities, toPermissions } from '../../../../src/client/model/capabilities.ts';

test('nothing is allowed at first', () => {
  assert.deepEqual(
    { ...new Capabilities() },
    {
      publish: 0,
      subscribe: 0,
      signal: 0,
      forceUnpublish: 0,
      forceDisconnect: 0,
      forceMute: 0,
      supportsWebRTC: 0,
      supportsE2ee: 0,
    },
  );
});

const roles = [
  ['subscriber', 0, 1, 0],
  ['publisher', 1, 1, 0],
  ['moderator', 1, 1, 1],
  ['publisheronly', 1, 0, 0],
] as const;
for (const [role, publish, subscribe, force] of roles) {
  test(`a ${role} may publish ${publish}, subscribe ${subscribe}, force ${force}`, () => {
    const capabilities = new Capabilities(toPermissions(role));
    assert.deepEqual(
      [capabilities.publish, capabilities.subscribe, capabilities.forceDisconnect, capabilities.forceMute],
      [publish, subscribe, force, force],
    );
    assert.equal(capabilities.permittedTo('publish'), publish === 1);
  });
}
