import assert from 'node:assert/strict';
import { Ajv, type ValidateFunction } from 'ajv';
import type { PlacedOperation, RestDocument } from '../rest-document.ts';
import { type FuzzAnswer, type FuzzRequest, isPathOf } from './requests.ts';
import { BROUGHT, type FuzzWorld, GOOD_CREDENTIALS } from './world.ts';

/** What an answer must never be, whatever was asked; each problem is thrown as an AssertionError. */
export interface Judge {
  check(placed: PlacedOperation, request: FuzzRequest, answer: FuzzAnswer): void;
}

const STACK = /\n\s+at |node_modules|\.(ts|js):\d+|\b(Type|Range|Syntax|Reference)?Error:|SQLITE|postgres/i;

/** Creates the judge of answers in a world; the document says what each status brings. */
export function createJudge(world: FuzzWorld, document: RestDocument): Judge {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  const compiled = new Map<string, ValidateFunction>();
  const fits = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };

  return {
    check(placed, request, answer) {
      const { status, text } = answer;
      assert.ok(status < 500 || status === 501, `status ${status}`);
      for (const value of world.foreignValues) assert.ok(!text.includes(value), 'says something of the other project');
      assert.ok(!text.includes('polluted'), 'has a field that was put into a prototype');
      if (status >= 400 && request.method !== 'HEAD') checkRefusal(answer);
      const allowed = GOOD_CREDENTIALS.includes(request.credential) || request.method === 'OPTIONS';
      assert.ok(allowed || status >= 400, `${status} without a credential`);
      // Refused below the API: the document is about what gets that far.
      if (status === 431) return;
      if (request.method === placed.method && isPathOf(placed, request.path)) checkDocumented(placed, answer, fits);
    },
  };
}

function checkRefusal({ type, text }: FuzzAnswer): void {
  assert.match(type, /^application\/json/);
  const refusal = JSON.parse(text) as Record<string, unknown>;
  assert.deepEqual(Object.keys(refusal), ['code', 'message', 'description']);
  assert.equal(typeof refusal.code, 'number');
  for (const words of [refusal.message, refusal.description]) assert.ok(typeof words === 'string' && words !== '');
  assert.ok(!text.includes(BROUGHT), 'quotes what was asked');
  assert.doesNotMatch(text, STACK);
}

function checkDocumented(
  { method, path, operation }: PlacedOperation,
  { status, type, text }: FuzzAnswer,
  fits: (pointer: string) => ValidateFunction,
): void {
  const documented = operation.responses[status];
  assert.ok(documented !== undefined, `status ${status} is not in the document`);
  if (documented.content === undefined) {
    assert.equal(text, '');
    return;
  }
  const mediaType = (type.split(';')[0] ?? '').toLowerCase();
  assert.ok(mediaType in documented.content, `type ${type} is not in the document`);
  if (mediaType !== 'application/json') return;
  const steps = ['paths', path, method.toLowerCase(), 'responses', status, 'content', mediaType, 'schema'];
  const pointer = steps.map(
    (step) => `/${encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  );
  const valid = fits(pointer.join(''));
  assert.ok(valid(JSON.parse(text)), JSON.stringify(valid.errors));
}
