import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseInsecureOrigin, strictest } from '../../../../src/client/session/security.ts';

const allowed = [
  'https://video.example.com/room',
  'https://192.0.2.7',
  'http://localhost:8080',
  'http://127.0.0.1',
  'http://127.3.2.1:9000',
  'http://[::1]:8080',
];
const refused = [
  'http://video.example.com',
  'http://192.0.2.7',
  'http://10.0.0.1',
  'http://localhost.example.com',
  'http://notlocalhost',
  'http://app.localhost',
  'http://127.0.0.1.example.com',
  'http://128.0.0.1',
  'http://[::2]',
  'file:///home/me/page.html',
  'about:blank',
];

for (const page of allowed) {
  test(`publishing from ${page} is allowed`, () => {
    assert.equal(refuseInsecureOrigin(new URL(page)), undefined);
  });
}
for (const page of refused) {
  test(`publishing from ${page} is refused with what to do`, () => {
    const error = refuseInsecureOrigin(new URL(page));
    assert.deepEqual([error?.name, error?.code], ['OT_INSECURE_ORIGIN', 1500]);
    assert.match(error?.message ?? '', /https:/);
  });
}

test('the stricter minimum wins, whoever asked for it', () => {
  assert.equal(strictest(undefined, undefined), undefined);
  assert.equal(strictest('aes-128', undefined), 'aes-128');
  assert.equal(strictest('aes-128', 'aes-256'), 'aes-256');
  assert.equal(strictest('aes-256', 'aes-128'), 'aes-256');
});
