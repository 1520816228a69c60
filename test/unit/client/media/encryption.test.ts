import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meetsMinimum, readEncryption, sameEncryption } from '../../../../src/client/media/encryption.ts';

const transport = {
  type: 'transport',
  srtpCipher: 'SRTP_AEAD_AES_256_GCM',
  dtlsCipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  tlsVersion: 'FEFD',
};

test('the suite is read from the transport entry', () => {
  assert.deepEqual(readEncryption([{ type: 'candidate-pair' }, transport]), {
    srtpCipher: 'SRTP_AEAD_AES_256_GCM',
    keyBits: 256,
    dtlsVersion: 'DTLS 1.2',
    dtlsCipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  });
});

test('before DTLS is done nothing is known, and nothing is assumed', () => {
  assert.equal(readEncryption([]), undefined);
  assert.equal(readEncryption([{ type: 'transport' }, { type: 'transport', srtpCipher: '' }]), undefined);
});

const suites: [string, 128 | 256, boolean][] = [
  ['SRTP_AEAD_AES_256_GCM', 256, true],
  ['SRTP_AEAD_AES_128_GCM', 128, false],
  ['SRTP_AES128_CM_SHA1_80', 128, false],
  ['SRTP_AES128_CM_HMAC_SHA1_80', 128, false],
  ['SRTP_AES128_CM_SHA1_32', 128, false],
];
for (const [srtpCipher, keyBits, isStrong] of suites) {
  test(`${srtpCipher} has ${keyBits} bits, which is ${isStrong ? '' : 'not '}enough for aes-256`, () => {
    const encryption = readEncryption([{ ...transport, srtpCipher }]);
    assert.equal(encryption?.keyBits, keyBits);
    assert.equal(meetsMinimum(encryption, 'aes-256'), isStrong);
    assert.equal(meetsMinimum(encryption, 'aes-128'), true);
  });
}

test('an unknown suite meets no minimum', () => {
  assert.equal(meetsMinimum(undefined, 'aes-128'), false);
  const encryption = readEncryption([{ ...transport, srtpCipher: 'SRTP_NULL_HMAC_SHA1_80' }]);
  assert.equal(meetsMinimum(encryption, 'aes-128'), false);
});

test('the version of DTLS is named', () => {
  assert.equal(readEncryption([{ ...transport, tlsVersion: 'fefc' }])?.dtlsVersion, 'DTLS 1.3');
  assert.equal(readEncryption([{ ...transport, tlsVersion: '0303' }])?.dtlsVersion, '0303');
});

test('two readings are the same when suite, version and cipher are', () => {
  const one = readEncryption([transport]);
  assert.ok(sameEncryption(one, readEncryption([transport])));
  assert.ok(!sameEncryption(one, undefined));
  assert.ok(!sameEncryption(one, readEncryption([{ ...transport, dtlsCipher: 'other' }])));
});
