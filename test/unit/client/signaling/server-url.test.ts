import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveServerUrl } from '../../../../src/client/signaling/server-url.ts';

const scriptUrl = 'https://cdn.example.com/v2/js/opentok.min.js';
const pageUrl = 'https://app.example.com/room/1?x=2';

test('the app decides first, then the page, then the script, then the address of the page', () => {
  const configured = 'https://configured.example.com';
  const apiUrl = 'https://given.example.com';
  assert.equal(resolveServerUrl({ apiUrl, configured, scriptUrl, pageUrl }), apiUrl);
  assert.equal(resolveServerUrl({ configured, scriptUrl, pageUrl }), configured);
  assert.equal(resolveServerUrl({ scriptUrl, pageUrl }), 'https://cdn.example.com');
  assert.equal(resolveServerUrl({ pageUrl }), 'https://app.example.com');
});

test('a script bundled into the app, or loaded from a file, says nothing about the server', () => {
  assert.equal(resolveServerUrl({ scriptUrl: 'file:///app/node_modules/x.mjs', pageUrl }), 'https://app.example.com');
  assert.equal(resolveServerUrl({ scriptUrl: '', pageUrl }), 'https://app.example.com');
});

test('a path in a given address stays, a slash at its end does not', () => {
  assert.equal(resolveServerUrl({ apiUrl: 'https://example.com/video/' }), 'https://example.com/video');
  assert.equal(resolveServerUrl({ apiUrl: '/video', pageUrl }), 'https://app.example.com/video');
});

test('outside a page there is no address to be found', () => {
  assert.equal(resolveServerUrl({ scriptUrl: 'file:///x.mjs' }), undefined);
});

test('what was given and is no web address leads nowhere, not to another server', () => {
  for (const apiUrl of ['https://', 'localhost:8443', 'wss://video.example.com', 'javascript:alert(1)']) {
    assert.equal(resolveServerUrl({ apiUrl, scriptUrl, pageUrl }), undefined, apiUrl);
  }
});
