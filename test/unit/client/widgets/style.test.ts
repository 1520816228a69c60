import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStyle } from '../../../../src/client/widgets/style.ts';

test('the keys of the style are taken, what is none is named', () => {
  const parsed = parseStyle({
    nameDisplayMode: 'off',
    buttonDisplayMode: 'mini',
    audioLevelDisplayMode: 'mini',
    backgroundImageURI: '/poster.png',
    colour: 'red',
  });
  assert.deepEqual(parsed, {
    style: { nameDisplayMode: 'off', buttonDisplayMode: 'mini', backgroundImageURI: '/poster.png' },
    ignored: ['audioLevelDisplayMode', 'colour'],
  });
});

test('keys of old apps are taken', () => {
  const button = (style: object) => parseStyle(style).style.buttonDisplayMode;
  assert.equal(button({ showSpeakerButton: false }), 'off');
  assert.equal(button({ showMicButton: true }), 'on');
  assert.equal(button({ showMicButton: 'auto' }), 'auto');
  assert.deepEqual(parseStyle({ showArchiveStatus: true }).style, { archiveStatusDisplayMode: 'auto' });
  assert.deepEqual(parseStyle({ showArchiveStatus: false }).style, { archiveStatusDisplayMode: 'off' });
  assert.deepEqual(parseStyle({ nameDisplayMode: true }).ignored, ['nameDisplayMode']);
});
