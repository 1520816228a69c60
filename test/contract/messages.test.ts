import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { WireErrorCode } from '../../src/protocol/error-codes.ts';
import { Handshake } from '../../src/protocol/handshake.ts';
import { NOTIFICATIONS } from '../../src/protocol/notifications.ts';
import { REQUESTS } from '../../src/protocol/requests.ts';
import { PROTOCOL_VERSION, SIGNALING_PATH } from '../../src/protocol/version.ts';
import { handshake, notifications, requests } from './fixtures.ts';

const ajv = new Ajv({ strict: true });
const document = readFileSync(fileURLToPath(new URL('../../docs/protocol.md', import.meta.url)), 'utf8');

function check(schema: object, value: unknown): string {
  const validate = ajv.compile(schema);
  // As it travels: what JSON cannot carry is no part of the contract.
  return validate(JSON.parse(JSON.stringify(value))) ? '' : ajv.errorsText(validate.errors);
}

describe('the contract between browser and server', () => {
  test('has an example of the handshake', () => {
    assert.equal(check(Handshake, handshake), '');
    assert.notEqual(check(Handshake, { ...handshake, more: 1 }), '');
  });

  for (const [name, { data, reply }] of Object.entries(REQUESTS)) {
    const fixture = requests[name as keyof typeof requests];

    test(`has an example of the request ${name} and its reply`, () => {
      assert.equal(check(data, fixture.data), '');
      assert.equal(check(reply, fixture.reply), '');
    });

    test(`refuses ${name} with a field it does not know, and without one it needs`, () => {
      assert.notEqual(check(data, { ...fixture.data, more: 1 }), '');
      for (const field of (data as { required?: string[] }).required ?? []) {
        const { [field]: _, ...rest } = fixture.data as Record<string, unknown>;
        assert.notEqual(check(data, rest), '', `without ${field}`);
      }
    });
  }

  for (const [name, schema] of Object.entries(NOTIFICATIONS)) {
    test(`has an example of the notification ${name}; a client ignores fields it does not know`, () => {
      const fixture = notifications[name as keyof typeof notifications];
      assert.equal(check(schema, fixture), '');
      assert.equal(check(schema, { ...fixture, added: 'in a later version' }), '');
    });
  }

  test('has no example of a message that does not exist', () => {
    assert.deepEqual(Object.keys(requests).sort(), Object.keys(REQUESTS).sort());
    assert.deepEqual(Object.keys(notifications).sort(), Object.keys(NOTIFICATIONS).sort());
  });

  test('is told in docs/protocol.md, every message and error of it', () => {
    const codes = WireErrorCode.anyOf.map(({ const: code }) => code);
    const words = [...Object.keys(REQUESTS), ...Object.keys(NOTIFICATIONS), ...codes, SIGNALING_PATH];
    for (const word of words) assert.ok(document.includes(`\`${word}\``), `docs/protocol.md does not mention ${word}`);
    assert.match(document, new RegExp(`\\*\\*${PROTOCOL_VERSION}\\*\\*`), 'the current version is in its history');
  });
});
