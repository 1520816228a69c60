import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Size of a built file in bytes. */
export interface BundleSize {
  readonly file: string;
  readonly bytes: number;
  /** As a server with `gzip -9` sends it. */
  readonly gzipBytes: number;
}

const builds = ['conclave.min.js', 'conclave.mjs'];

/** Sizes of the builds of the SDK that are there. */
export function readBundleSizes(): BundleSize[] {
  return builds
    .map((file) => ({ file, path: fileURLToPath(new URL(`../dist/client/${file}`, import.meta.url)) }))
    .filter(({ path }) => existsSync(path))
    .map(({ file, path }) => {
      const content = readFileSync(path);
      return { file, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length };
    });
}
