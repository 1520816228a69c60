import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { startServer, type TestServer } from '../support/server.ts';

const FOLDER = new URL('../../dist/filters/', import.meta.url);

/** What browsers demand of each kind of file before they run or compile it. */
const TYPES: Readonly<Record<string, RegExp>> = {
  mjs: /^text\/javascript\b/,
  js: /^text\/javascript\b/,
  wasm: /^application\/wasm$/,
  tflite: /^application\/octet-stream$/,
};

describe('the SDK of a real server', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  it('has every file that the build made for the filters, each with its type', async () => {
    const names = readdirSync(FOLDER);
    assert.ok(names.includes('filters.mjs'));
    for (const name of names) {
      const answer = await fetch(`${server.httpUrl}/v2/js/filters/${name}`);
      assert.equal(answer.status, 200, name);
      assert.match(answer.headers.get('content-type') ?? '', TYPES[name.split('.').at(-1) ?? ''] ?? /^$/, name);
      assert.match(answer.headers.get('content-security-policy') ?? '', /^default-src 'none'/, name);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), readFileSync(new URL(name, FOLDER)), name);
    }
  });
});
