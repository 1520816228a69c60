import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalidMessage } from '../errors.ts';

/** Accepts forms, JSON objects, and empty bodies of any declared type: five official SDKs send those. */
export async function registerBodies(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, {});
      return;
    }
    void parseJson(request, body as string, (error, value) => done(error ?? toObjectError(value), value));
  });
}

/** Leaves out what the SDKs send for "not given": `null`, an empty text, the text `null`; and reads booleans in any spelling. */
export async function dropAbsentFields(request: FastifyRequest): Promise<void> {
  request.body = Object.fromEntries(
    Object.entries((request.body ?? {}) as Record<string, unknown>)
      .filter(([, value]) => value !== null && value !== '' && value !== 'null')
      .map(([field, value]) => [field, toBoolean(value)]),
  );
}

function toObjectError(value: unknown): Error | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? null
    : invalidMessage('The body is not a JSON object.');
}

function toBoolean(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : value;
}
