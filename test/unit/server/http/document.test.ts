import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { validate } from '@readme/openapi-parser';
import Fastify from 'fastify';
import { registerDocument } from '../../../../src/server/http/document.ts';
import { openHttpApp } from '../../../support/http-app.ts';
import { type RestDocument, readOperations } from '../../../support/rest-document.ts';

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, served without a credential, and names no project', async (t) => {
    const { app, project } = await openHttpApp(t);
    const answer = await app.inject('/openapi.json');
    assert.equal(answer.statusCode, 200);
    assert.match(String(answer.headers['content-type']), /^application\/json/);
    const result = await validate(answer.json());
    assert.ok(result.valid, JSON.stringify(result));
    assert.equal(answer.json<RestDocument>().openapi, '3.1.0');
    for (const secret of [project.apiKey, project.apiSecret]) assert.ok(!answer.body.includes(secret));
  });

  it('documents every REST route: what it does, takes, answers and refuses, and with which credential', async (t) => {
    const { app } = await openHttpApp(t);
    const document = (await app.inject('/openapi.json')).json<RestDocument>();
    const tags = document.tags.map(({ name }) => name);
    const operations = readOperations(document);
    assert.ok(operations.length > 15);
    for (const { method, path, operation } of operations) {
      const name = `${method} ${path}`;
      const hint = `${name}: describe it with toSchema or toProjectSchema (src/server/http/operation.ts)`;
      assert.match(operation.operationId ?? '', /^[a-z][A-Za-z]+$/, hint);
      assert.match(operation.summary ?? '', /^[A-Z].+[^.]$/, hint);
      assert.ok(operation.tags?.every((tag) => tags.includes(tag)) && operation.tags.length === 1, hint);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const told = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((one) => one.name);
      assert.deepEqual(told.sort(), inPath.sort(), hint);
      for (const status of ['400', '403', '429']) {
        const schema = operation.responses[status]?.content?.['application/json']?.schema;
        assert.deepEqual(schema, { $ref: '#/components/schemas/RestError' }, `${name}: ${status}`);
      }
      const success = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
      assert.equal(success.length, 1, hint);
      for (const [status, { description, content }] of success) {
        assert.notEqual(description, 'Default Response', hint);
        assert.equal(content === undefined, status === '204', `${name}: what does ${status} bring?`);
      }
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(document.security, [{ openTok: [] }, { application: [] }]);
  });

  it('has a route that says nothing of itself, too, so that it is found missing; but no path of the old name', async (t) => {
    const app = Fastify();
    t.after(() => app.close());
    const readDocument = await registerDocument(app);
    for (const path of ['/v2/project/:projectId/new', '/v2/partner/:projectId/new']) app.get(path, async () => 1);
    await app.ready();
    const [found, ...others] = readOperations(readDocument() as RestDocument);
    assert.deepEqual([found?.path, found?.operation.summary], ['/v2/project/{projectId}/new', undefined]);
    assert.deepEqual(others, []);
  });
});

describe('the page that shows it', () => {
  it('loads from this server only, and may do no more than other pages', async (t) => {
    const { app } = await openHttpApp(t);
    const page = await app.inject('/docs/api/');
    assert.equal(page.statusCode, 200);
    const [, ...sources] = page.body.split(/(?:src|href)="/).map((part) => part.split('"')[0] ?? '');
    for (const source of sources) {
      if (source === 'data:,') continue;
      assert.match(source, /^\//);
      assert.equal((await app.inject(source)).statusCode, 200, source);
    }
    const { headers } = await app.inject('/health');
    assert.equal(
      page.headers['content-security-policy'],
      `${headers['content-security-policy']};trusted-types default dompurify`,
    );
  });

  it('goes with the document when they are switched off', async (t) => {
    const { app } = await openHttpApp(t, { apiDocs: 'off' });
    for (const path of ['/openapi.json', '/docs/api/', '/docs/api/start.js']) {
      assert.equal((await app.inject(path)).statusCode, 404);
    }
  });
});
