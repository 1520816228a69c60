import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import swc from '@rollup/plugin-swc';
import { rollup } from 'rollup';

/** Bundles the naive client for a page and returns the path of the script. */
export async function bundleNaivePage(): Promise<string> {
  const file = fileURLToPath(new URL('../../dist/bench/naive.js', import.meta.url));
  const bundle = await rollup({
    input: fileURLToPath(new URL('page.ts', import.meta.url)),
    // mediasoup-client's own circular imports are no news here.
    onwarn: (warning, warn) => warning.code === 'CIRCULAR_DEPENDENCY' || warn(warning),
    plugins: [nodeResolve({ browser: true, extensions: ['.ts', '.js', '.mjs'] }), commonjs(), swc()],
  });
  await bundle.write({ file, format: 'iife' });
  await bundle.close();
  return file;
}
