import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { createLoggerTo } from '../../../src/server/logging/logger.ts';
import { signJwt } from '../../support/tokens.ts';

function record(write: (logger: ReturnType<typeof createLoggerTo>) => void): {
  text: string;
  json: Record<string, unknown>;
} {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(createLoggerTo(stream, 'trace'));
  return { text, json: JSON.parse(text) };
}

describe('the log', () => {
  it('keeps what is harmless', () => {
    const { json } = record((logger) => logger.info({ sessionId: '2_abc', durationMs: 5 }, 'joined at 10:20:30'));
    assert.equal(json.sessionId, '2_abc');
    assert.equal(json.durationMs, 5);
    assert.equal(json.msg, 'joined at 10:20:30');
    assert.equal(json.level, 'info');
  });

  it('drops fields that carry secrets or people, at the top and one level down', () => {
    for (const field of [
      'token',
      'apiSecret',
      'credential',
      'connectionData',
      'authorization',
      'headers',
      'ip',
      'body',
      'url',
    ]) {
      const { text } = record((logger) => logger.info({ [field]: 'MARK', nested: { [field]: 'MARK' } }, 'x'));
      assert.doesNotMatch(text, /MARK/, field);
    }
    assert.doesNotMatch(record((logger) => logger.info({ name: 'MARK' }, 'x')).text, /MARK/);
  });

  it('drops addresses and tokens from words and from errors, in whatever way the error is given', () => {
    const token = signJwt({ a: 1 }, 'secret');
    const secrets = ['203.0.113.9', '2001:db8::7', '::1', '::ffff:10.1.2.3', token, 'T1==cGFydG5lcl9pZD0x'];
    const cause = new Error(`from ${secrets[1]}`);
    const error = Object.assign(new Error(`connect to ${secrets.join(' and ')} failed`, { cause }), {
      address: '203.0.113.9',
      code: 'ECONNREFUSED',
    });
    for (const write of [
      (logger: ReturnType<typeof createLoggerTo>) => logger.error(error),
      (logger: ReturnType<typeof createLoggerTo>) => logger.error({ err: error }, error.message),
      (logger: ReturnType<typeof createLoggerTo>) => logger.error(error, 'it failed for %s', secrets[0]),
      (logger: ReturnType<typeof createLoggerTo>) => logger.child({ a: 1 }).error({ error }, 'x'),
    ]) {
      const { text } = record(write);
      for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
      assert.match(text, /ECONNREFUSED/);
    }
  });
});
