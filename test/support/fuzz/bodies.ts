import fc from 'fast-check';
import type { DocumentSchema } from '../rest-document.ts';
import { BROUGHT, NAMES } from './world.ts';

/** Where {@link fill} puts what a name means when the request is sent, so that a run can be told and repeated. */
export const PLACE = /\{\{(\w+)\}\}/g;

/** A place for one of the names. */
export const place: fc.Arbitrary<string> = fc.constantFrom(...NAMES).map((name) => `{{${name}}}`);

/** A text in place of another; each has been somebody's trouble. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '\u0000', `${BROUGHT}\u0000`, '\ud800', '\u202e\u200b\ufeff', '💥'.repeat(300), 'null', 'undefined'],
    ...['__proto__', 'constructor', 'toString', "' OR 1=1 --", '../../../etc/passwd', '<script>', '{{7*7}}', '%00'],
    ...['-1', '1e309', 'NaN', '0x10', '9007199254740993', 'true', '\r\nx: y', 'A'.repeat(9000)],
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${BROUGHT}${text}`),
  place,
);

/** Any value in place of another. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 0.5, 1e308, -1e-320, 2 ** 53, 2 ** 31, [], {}, [[]], [null]),
  fc.constantFrom<unknown>(
    nest(900),
    Array.from({ length: 1500 }, (_, index) => index),
    { length: 1e9 },
  ),
  fc.array(hostileText, { maxLength: 4 }),
  fc.dictionary(fc.constantFrom('length', 'then', 'toJSON', 'valueOf', BROUGHT, 'id'), hostileText),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value that fits the schema. */
export function fromSchema(schema: DocumentSchema, name = ''): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return fromObject(schema);
    case 'array': {
      const { minItems = 0, items } = schema as { minItems?: number; items: DocumentSchema };
      return fc.array(fromSchema(items, name), { minLength: minItems, maxLength: minItems + 3 });
    }
    case 'integer':
    case 'number': {
      const { minimum = 0, maximum = 1000 } = schema as { minimum?: number; maximum?: number };
      return fc.integer({ min: minimum, max: maximum });
    }
    case 'boolean':
      return fc.boolean();
    default:
      return fromText(schema as { pattern?: string; format?: string; minLength?: number; maxLength?: number }, name);
  }
}

function fromObject(schema: DocumentSchema): fc.Arbitrary<unknown> {
  const { properties, required = [] } = schema as {
    properties: Record<string, DocumentSchema>;
    required?: readonly string[];
  };
  const fields = Object.entries(properties).map(([name, field]) => [name, fromSchema(field, name)]);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] as never[], noNullPrototype: true });
}

/** Texts whose meaning the document cannot say. No callback may lead to anybody: no name ends in `.invalid`. */
const KNOWN: Readonly<Record<string, fc.Arbitrary<string>>> = {
  url: fc.constantFrom('https://a.invalid/hook', 'http://b.invalid:8080/?q=1', `https://c.invalid/${BROUGHT}`),
  group: fc.constantFrom('session', 'connection', 'stream', 'alert', 'archive', 'other'),
  event: fc.constantFrom('created', 'destroyed', 'notification', 'status', 'sessionFull', 'other'),
};

function fromText(
  {
    pattern,
    format,
    minLength = 0,
    maxLength = 60,
  }: { pattern?: string; format?: string; minLength?: number; maxLength?: number },
  name: string,
): fc.Arbitrary<string> {
  const known = KNOWN[name];
  if (known !== undefined) return known;
  if (format === 'ipv4') return fc.ipV4();
  if (pattern?.startsWith('^[0-9a-f]{8}-')) {
    const streams = fc.constantFrom('{{ownStream}}', '{{foreignStream}}', '{{nobody}}');
    return name === 'id' ? fc.constantFrom('{{ownStream}}', '{{ownStream}}', '{{ownStream}}', '{{nobody}}') : streams;
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 40) });
}

/** The text of a body that is all right: of wishes that are optional some exclude others. */
export function goodBody(schema: DocumentSchema): fc.Arbitrary<string> {
  const { properties, required = [] } = schema as { properties: object; required?: readonly string[] };
  const least = Object.fromEntries(Object.entries(properties).filter(([name]) => required.includes(name)));
  return fc.oneof(fromSchema({ ...schema, properties: least }), fromSchema(schema)).map((good) => JSON.stringify(good));
}

/** With a replacement for half characters, which no URL can hold. */
export function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** How a good body is spoiled, as the text that is sent. */
const SPOILERS: readonly ((good: string) => string)[] = [
  (good) => good.slice(0, Math.ceil(good.length / 2)),
  (good) => `[${good}]`,
  () => '',
  () => 'null',
  () => `"${BROUGHT}"`,
  () => '12',
  (good) => `\ufeff${good}`,
  (good) => `${good}${good}`,
  (good) => good.replace('{', '{"__proto__":{"polluted":true},'),
  (good) => good.replace('{', '{"constructor":{"prototype":{"polluted":true}},'),
  (good) => good.replace('{', `{"${BROUGHT}":"${BROUGHT}","toString":1,"hasOwnProperty":null,`),
  (good) => good.replace('{', `{"deep":${'['.repeat(5000)}${']'.repeat(5000)},`),
  (good) => good.replace('{', `{"${'x'.repeat(20_000)}":1,`),
  (good) => good.replace('{', `{"huge":"${'x'.repeat(300_000)}",`),
  (good) => good.replaceAll(':', ':NaN,'),
  (good) => good.replaceAll('"', "'"),
];

/** The text of a body: one that fits the schema, one with a wrong value, or one that is no such thing. */
export function bodyOf(schema: DocumentSchema): fc.Arbitrary<string> {
  const good = fromSchema(schema);
  const fields = Object.keys((schema.properties ?? {}) as object);
  const text = good.map((value) => JSON.stringify(value));
  const wrong = fc
    .tuple(good, fc.constantFrom(...fields, BROUGHT, '__proto__'), hostileValue)
    .map(([value, field, hostile]) => JSON.stringify({ ...(value as object), [field]: hostile }));
  // What is right but for one sign gets further than what is all wrong.
  const nearly = fc
    .tuple(text, fc.constantFrom('\\u0000', '\\ud800', '\\n', ' ', '\\u202e', '%00'))
    .map(([body, sign]) => body.replace(/"(?=[,}])/g, `${sign}"`));
  const missing = fc
    .tuple(good, fc.constantFrom(...fields))
    .map(([value, field]) => JSON.stringify({ ...(value as object), [field]: undefined }));
  const spoiled = fc.tuple(text, fc.constantFrom(...SPOILERS)).map(([body, spoil]) => spoil(body));
  return fc.oneof({ weight: 4, arbitrary: text }, { weight: 3, arbitrary: wrong }, nearly, missing, {
    weight: 2,
    arbitrary: spoiled,
  });
}

/** A body where none is asked for. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', '{}') },
  hostileValue.map((value) => JSON.stringify(value)),
);

function nest(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}
