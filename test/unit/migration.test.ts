import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

// docs/migration.md says what of OpenTok's client is there; the SDK's types are what is.

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const types = read('etc/sdk.d.ts');

/** Where the types declare what a section lists. */
const DECLARATIONS: Readonly<Record<string, readonly string[]>> = {
  Session: ['class Session'],
  'Session events': ['interface SessionEvents'],
  'Session options': ['interface SessionOptions'],
  Publisher: [
    'class Publisher',
    'class MeasuredSending',
    'class Processed',
    'class QualityControls',
    'class Appearance',
  ],
  'Publisher events': ['interface PublisherEvents'],
  'Publisher options': ['interface PublisherProperties', 'interface CaptureOptions'],
  Subscriber: ['class Subscriber', 'class ProcessedReception', 'class MeasuredReception', 'class Presentation'],
  'Subscriber events': ['interface SubscriberEvents'],
  'Subscriber options': ['interface SubscriberProperties'],
};

/** Names of members in one declaration. */
function membersOf(declaration: string): string[] {
  const [, , body] =
    new RegExp(`^(declare )?(?:abstract )?${declaration}\\b[^{]*\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(types) ?? [];
  assert.ok(body !== undefined, `etc/sdk.d.ts declares ${declaration}`);
  return [...body.matchAll(/^ {4}(?:(?:readonly|get|set) )*(\w+)[?:(<]/gm)].map(([, name]) => name ?? '');
}

function declaredIn(section: string): Set<string> {
  if (section !== 'OT') return new Set(DECLARATIONS[section]?.flatMap(membersOf));
  return new Set([...types.matchAll(/^declare (?:function|const) (\w+)/gm)].map(([, name]) => name ?? ''));
}

const sections = read('docs/migration.md').split(/^## /m).slice(1);

for (const text of sections) {
  const title = text.slice(0, text.indexOf('\n'));
  test(`the migration table of ${title} is true`, () => {
    const declared = declaredIn(title);
    const rows = [...text.matchAll(/^\| `(\w+)` \| ([a-z ]+) \|/gm)];
    assert.ok(rows.length > 3);
    for (const [, name = '', state = ''] of rows) {
      assert.ok(['yes', 'better', 'not yet', 'no'].includes(state), `${name}: ${state}`);
      const isThere = state === 'yes' || state === 'better';
      assert.equal(declared.has(name), isThere, `${title}: ${name} is marked "${state}"`);
    }
  });
}

test('every part of the client has its table', () => {
  const titles = sections.map((text) => text.slice(0, text.indexOf('\n')));
  assert.deepEqual(titles, ['OT', ...Object.keys(DECLARATIONS)]);
});
