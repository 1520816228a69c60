import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isStrongEnough, SuiteLog } from '../../../../src/server/media/suites.ts';

/** Hands a suite over as mediasoup does: the line at once, the notification in an immediate. */
function handshake(log: SuiteLog, name: string, heard = true): Promise<string | undefined> {
  log.chosen(name);
  return new Promise((resolve) => setImmediate(() => resolve(heard ? log.take() : undefined)));
}

describe('the suites of a worker’s handshakes', () => {
  test('are told apart when several handshakes are read in one go', async () => {
    const log = new SuiteLog();
    const suites = await Promise.all([
      handshake(log, 'SRTP_AEAD_AES_256_GCM'),
      handshake(log, 'SRTP_AES128_CM_SHA1_80'),
      handshake(log, 'SRTP_AEAD_AES_128_GCM'),
    ]);
    assert.deepEqual(suites, ['SRTP_AEAD_AES_256_GCM', 'SRTP_AES128_CM_SHA1_80', 'SRTP_AEAD_AES_128_GCM']);
  });

  test('are not shifted by a transport that was closed before its notification was heard', async () => {
    const log = new SuiteLog();
    const [, second] = await Promise.all([
      handshake(log, 'SRTP_AEAD_AES_256_GCM', false),
      handshake(log, 'SRTP_AES128_CM_SHA1_80'),
    ]);
    assert.equal(second, 'SRTP_AES128_CM_SHA1_80');
  });

  test('are unknown when the worker names one that we do not know, and when it named none', async () => {
    const log = new SuiteLog();
    assert.equal(await handshake(log, 'SRTP_NULL'), undefined);
    assert.equal(log.take(), undefined);
  });

  test('are each taken once', async () => {
    const log = new SuiteLog();
    await handshake(log, 'SRTP_AEAD_AES_256_GCM');
    assert.equal(log.take(), undefined);
  });
});

describe('whether a suite is strong enough', () => {
  test('anything is, where nothing is demanded', () => {
    assert.ok(isStrongEnough(undefined, undefined));
  });

  test('an unknown one never is, where something is demanded', () => {
    assert.ok(!isStrongEnough(undefined, 'aes-128'));
    assert.ok(!isStrongEnough(undefined, 'aes-256'));
  });

  test('only AES-256 is, where AES-256 is demanded', () => {
    assert.ok(isStrongEnough('SRTP_AEAD_AES_256_GCM', 'aes-256'));
    for (const suite of ['SRTP_AEAD_AES_128_GCM', 'SRTP_AES128_CM_SHA1_80', 'SRTP_AES128_CM_SHA1_32'] as const) {
      assert.ok(!isStrongEnough(suite, 'aes-256'));
      assert.ok(isStrongEnough(suite, 'aes-128'));
    }
  });
});
