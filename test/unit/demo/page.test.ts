import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toTileSize } from '../../../demo/page/grid.ts';
import { toHue, toInitials, toPerson } from '../../../demo/page/person.ts';
import { toRoomId } from '../../../demo/page/room-link.ts';
import { toMeaning, toSuiteName } from '../../../demo/page/suite.ts';

describe('a meeting link', () => {
  const roomId = 'abcdefghijklmnopqrstu_';

  test('is read from a link, a fragment and a bare code', () => {
    for (const text of [
      roomId,
      ` ${roomId}\n`,
      `#room=${roomId}`,
      `https://meet.example/demo/#room=${roomId}`,
      `https://meet.example/demo/?from=mail#a=b&room=${roomId}`,
    ]) {
      assert.equal(toRoomId(text), roomId, text);
    }
  });

  test('is not read from anything else', () => {
    for (const text of ['', 'https://meet.example/', '#room=', `#room=${roomId}x`, `room/${roomId}`, 'a'.repeat(500)]) {
      assert.equal(toRoomId(text), undefined, text);
    }
  });
});

describe('the name of a suite', () => {
  test('is the one people know, for every suite the server may pick', () => {
    assert.equal(toSuiteName({ srtpCipher: 'SRTP_AEAD_AES_256_GCM', keyBits: 256 }), 'AES-256-GCM');
    assert.equal(toSuiteName({ srtpCipher: 'SRTP_AEAD_AES_128_GCM', keyBits: 128 }), 'AES-128-GCM');
    assert.equal(toSuiteName({ srtpCipher: 'SRTP_AES128_CM_HMAC_SHA1_80', keyBits: 128 }), 'AES-128');
    assert.equal(toSuiteName({ srtpCipher: 'SRTP_AES128_CM_SHA1_80', keyBits: 128 }), 'AES-128');
  });

  test('comes with what it means', () => {
    assert.match(toMeaning(256), /256-bit/);
    assert.match(toMeaning(128), /128-bit/);
  });
});

describe('a person', () => {
  test('is who the token says', () => {
    assert.deepEqual(toPerson({ data: '{"name":"Ada","host":true}' }), { name: 'Ada', host: true });
    assert.deepEqual(toPerson({ data: '{"name":"Ada"}' }), { name: 'Ada', host: false });
  });

  test('is a guest when the token says nothing of ours', () => {
    for (const data of ['', 'not json', 'null', '[]', '{"name":7}', '{"name":"","host":"yes"}']) {
      assert.deepEqual(toPerson({ data }), { name: 'Guest', host: false }, data);
    }
  });

  test('has initials of whole characters, and a colour of its own', () => {
    assert.equal(toInitials('Ada Lovelace'), 'AL');
    assert.equal(toInitials('edsger wybe dijkstra'), 'ED');
    assert.equal(toInitials('Plato'), 'P');
    assert.equal(toInitials('😀 party'), '😀P');
    assert.equal(toHue('Ada'), toHue('Ada'));
    assert.notEqual(toHue('Ada'), toHue('Grace'));
  });
});

describe('the grid', () => {
  const gap = 10;
  const fits = (count: number, space: { width: number; height: number }): boolean => {
    const { width, height } = toTileSize(count, space, gap);
    const columns = Math.floor((space.width + gap) / (width + gap));
    const rows = Math.ceil(count / columns);
    return rows * height + (rows - 1) * gap <= space.height;
  };

  test('fits every number of tiles that leaves them large enough to see somebody', () => {
    for (const space of [
      { width: 1248, height: 664 },
      { width: 374, height: 690 },
      { width: 844, height: 250 },
    ]) {
      for (let count = 1; count <= 6; count += 1) assert.ok(fits(count, space), `${count} in ${space.width}`);
    }
  });

  test('fills a wide stage with wide tiles and a phone with upright ones', () => {
    const wide = toTileSize(4, { width: 1248, height: 664 }, gap);
    assert.ok(wide.width / wide.height >= 4 / 3 && wide.width > 500);
    const upright = toTileSize(4, { width: 374, height: 690 }, gap);
    assert.ok(upright.width / upright.height < 1 && upright.width > 170);
  });

  test('scrolls rather than showing tiles nobody can read', () => {
    assert.equal(toTileSize(60, { width: 374, height: 300 }, gap).width, 140);
    assert.equal(toTileSize(2, { width: 0, height: 0 }, gap).width, 0);
  });
});
