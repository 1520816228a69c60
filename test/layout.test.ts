import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findRoom, type Room, rooms } from './support/rooms.ts';

// The import table of the architecture, held by reading the sources as text: who may import whom, what only one room may
// use, and how long and how named files are. A message here names the room that is meant for the job.

const project = fileURLToPath(new URL('..', import.meta.url));
const sourceFolders = ['src', 'demo', 'bench', 'test'];
const forbiddenNames = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'manager', 'types', 'shared', 'stuff'];

interface Import {
  readonly specifier: string;
  /** `import type` or `export type`: gone when the code runs. */
  readonly typeOnly: boolean;
}

function filesIn(folder: string, ending = '.ts'): string[] {
  return readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(project, join(entry.parentPath, entry.name)))
    .sort();
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;

function staticImportsOf(file: string): Import[] {
  const text = readFileSync(join(project, file), 'utf8');
  return [...text.matchAll(statement)].map(([, type, specifier = '']) => ({ specifier, typeOnly: type !== undefined }));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(project, file), 'utf8');
  const later = [...text.matchAll(dynamic)].map(([, specifier = '']) => ({ specifier, typeOnly: false }));
  return [...staticImportsOf(file), ...later];
}

/** `@scope/name/file` and `name/file` are imports of `@scope/name` and `name`. */
function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** What is wrong with an import of another file of ours, or undefined. */
function judgeFile(file: string, room: Room, target: string, typeOnly: boolean): string | undefined {
  const isIn = (path: string): boolean => target === path || target.startsWith(`${path}/`);
  if ([room.path, ...room.mayImport].some(isIn)) return undefined;
  const typesOpen = room.mayImportTypes ?? [];
  if (typesOpen.includes(target)) {
    return typeOnly ? undefined : `${file} needs "import type" for ${target}: only its types are open to ${room.path}.`;
  }
  const allowed = [...room.mayImport, ...typesOpen].join(', ') || 'nothing of ours';
  return `${file} imports ${target}. ${room.path} may import ${allowed}. ${room.hint}`;
}

/** What is wrong with an import of a library, or undefined. */
function judgePackage(file: string, room: Room, specifier: string): string | undefined {
  if (specifier.startsWith('node:')) {
    return room.node
      ? undefined
      : `${file} imports ${specifier}, but ${room.path} has to run without Node. ${room.hint}`;
  }
  const name = packageOf(specifier);
  if (room.packages === 'any' || room.packages.includes(name)) return undefined;
  const owners = rooms.filter(({ packages }) => packages !== 'any' && packages.includes(name)).map(({ path }) => path);
  const owner =
    owners.length > 0 ? `It belongs to ${owners.join(', ')}.` : 'No room has it: see test/support/rooms.ts.';
  return `${file} imports the package ${name}. ${owner} ${room.hint}`;
}

/** What is wrong with one import, or undefined. */
function judge(file: string, room: Room, { specifier, typeOnly }: Import): string | undefined {
  return specifier.startsWith('.')
    ? judgeFile(file, room, join(dirname(file), specifier), typeOnly)
    : judgePackage(file, room, specifier);
}

describe('layout', () => {
  const files = sourceFolders.flatMap((folder) => filesIn(folder));

  test('every file is in a room', () => {
    const homeless = files.filter((file) => findRoom(file) === undefined);
    assert.deepEqual(
      homeless,
      [],
      'A new room needs a line in test/support/rooms.ts and in the architecture table of CONTRIBUTING.md.',
    );
  });

  test('rooms import only what they may', () => {
    const problems = files.flatMap((file) => {
      const room = findRoom(file);
      if (room === undefined) return [];
      return importsOf(file)
        .map((found) => judge(file, room, found))
        .filter((problem) => problem !== undefined);
    });
    assert.deepEqual(problems, [], problems.join('\n'));
  });

  test('a forbidden import is found in every form, and the message names the room', () => {
    const room = rooms.find(({ path }) => path === 'src/base') as Room;
    assert.match(
      judge('src/base/emitter.ts', room, { specifier: '../protocol/model.ts', typeOnly: true }) ?? '',
      /nothing of ours/,
    );
    assert.match(judge('src/base/emitter.ts', room, { specifier: 'node:fs', typeOnly: false }) ?? '', /without Node/);
    assert.match(
      judge('src/base/emitter.ts', room, { specifier: 'socket.io-client', typeOnly: false }) ?? '',
      /client\/signaling/,
    );
    const forms =
      "import a from 'a';\nimport type { B } from 'b';\nimport {\n  c,\n} from 'c';\nexport * from 'd';\nimport 'e';\n";
    assert.deepEqual(
      [...forms.matchAll(statement)].map(([, , specifier]) => specifier),
      ['a', 'b', 'c', 'd', 'e'],
    );
  });

  test('set-up scripts start with nothing installed', () => {
    const scripts = filesIn('scripts', '.mjs').flatMap((file) =>
      staticImportsOf(file).map(({ specifier }) => ({ file, specifier })),
    );
    const problems = scripts.filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'));
    assert.notEqual(scripts.length, 0);
    assert.deepEqual(problems, [], 'scripts/ runs before `npm ci`: import packages with import() once they are there.');
  });

  test('only publicly meant doors of the client are outside its rooms', () => {
    const doors = files.filter((file) => dirname(file) === 'src/client');
    assert.deepEqual(
      doors.filter((file) => !['compose.ts', 'index.ts', 'ot.ts'].includes(file.slice('src/client/'.length))),
      [],
    );
  });

  test('files are named after the noun in them', () => {
    const misnamed = files.filter((file) => {
      // The layer that tests the public types is named after what it tests.
      const words = file
        .replace(/(\.test)?\.ts$/, '')
        .replace(/^test\/types\//, 'test/')
        .split('/');
      return words.some((word) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.config)?$/.test(word) || forbiddenNames.includes(word));
    });
    assert.deepEqual(misnamed, [], `Use kebab-case and the noun in the file; never ${forbiddenNames.join(', ')}.`);
  });

  test('files are short enough to be read in one go', () => {
    const long = files
      .map((file) => ({ file, lines: readFileSync(join(project, file), 'utf8').split('\n').length - 1 }))
      .filter(({ file, lines }) => lines > (file.startsWith('src/') || file.startsWith('demo/') ? 400 : 600))
      .map(({ file, lines }) => `${file} has ${lines} lines`);
    assert.deepEqual(long, [], 'Split it by noun: at most 400 lines (600 for tests); 250 is already a smell.');
  });
});
