import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command.mjs';
import { fingerprint, inProject } from '../project.mjs';
import { environmentOf, npm } from '../runtime.mjs';

/** TypeDoc has packages of its own: it needs an older TypeScript than the one that checks the sources. */
const source = inProject('scripts/reference');
/** Inside node_modules, so that it goes when they go. */
const folder = inProject('node_modules/.reference');
const work = inProject('dist/reference');
const reference = inProject('docs/api.md');

/** What TypeDoc is told; the public types are a single module. */
const options = [
  ...['--plugin', 'typedoc-plugin-markdown', '--name', 'API reference', '--readme', 'none', '--sort', 'alphabetical'],
  ...['--disableSources', '--excludeExternals', '--excludeInternal', '--excludePrivate', '--excludeProtected'],
  ...[
    '--outputFileStrategy',
    'modules',
    '--hideBreadcrumbs',
    '--hidePageHeader',
    '--githubPages',
    'false',
    '--parametersFormat',
    'table',
  ],
  ...['--interfacePropertiesFormat', 'table', '--classPropertiesFormat', 'table', '--expandObjects', 'false'],
  ...['--logLevel', 'Error', '--validation.notExported', 'false'],
];

/** @param {string} node */
async function install(node) {
  const stamp = join(folder, 'node_modules/.installed');
  const wanted = fingerprint([join(source, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(folder, file));
  await npm(node, ['ci', '--ignore-scripts', '--loglevel=error'], folder);
  writeFileSync(stamp, wanted);
}

/**
 * The text of docs/api.md as it follows from the public types of the build.
 * @param {string} node
 */
async function generate(node) {
  await install(node);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const types = readFileSync(inProject('dist/client/conclave.d.ts'), 'utf8');
  // The default export is everything once more.
  writeFileSync(join(work, 'index.d.ts'), types.replace(', OT as default', '').replace('export as namespace OT;', ''));
  const compilerOptions = { lib: ['es2023', 'dom', 'dom.iterable'], skipLibCheck: true, types: [] };
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['index.d.ts'] }));
  const typedoc = join(folder, 'node_modules/typedoc/bin/typedoc');
  const files = ['--entryPoints', join(work, 'index.d.ts'), '--tsconfig', join(work, 'tsconfig.json')];
  await run('TypeDoc', node, [typedoc, ...files, '--out', join(work, 'out'), ...options], {
    cwd: folder,
    env: environmentOf(node),
  });
  const text = readFileSync(join(work, 'out/README.md'), 'utf8');
  return `<!-- Written by npm run check:api -- --update from the comments in src/client. -->\n\n${text}`;
}

/**
 * What is wrong with docs/api.md, or undefined. With `update` it is written.
 * @param {string} node
 * @param {boolean} update
 */
export async function checkReference(node, update) {
  const text = await generate(node);
  if (update) writeFileSync(reference, text);
  if (existsSync(reference) && readFileSync(reference, 'utf8') === text) return undefined;
  return 'docs/api.md is not what the comments say. Run: npm run check:api -- --update';
}
