import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalidMessage } from '../errors.ts';

/** Nothing this API reads has more than three levels. */
const MAX_DEPTH = 32;

/** Accepts forms, JSON objects, and empty bodies of any declared type: five official SDKs send those. */
export async function registerBodies(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, {});
      return;
    }
    void parseJson(request, body as string, (error, value) => done(error ?? findProblem(value), value));
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

function findProblem(value: unknown): Error | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return invalidMessage('The body is not a JSON object.');
  }
  return isDeep(value) ? invalidMessage(`The body is nested more than ${MAX_DEPTH} levels deep.`) : null;
}

/** Level by level and not by recursion, which is what deep bodies are meant to exhaust. */
function isDeep(value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((parent) =>
      Object.values(parent).filter((child) => typeof child === 'object' && child !== null),
    );
  }
  return false;
}

function toBoolean(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : value;
}
