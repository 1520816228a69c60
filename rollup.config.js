import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import swc from '@rollup/plugin-swc';
import terser from '@rollup/plugin-terser';
import dts from 'rollup-plugin-dts';

/** Parts of mediasoup-client that no browser of ours reaches, although its main file names them all. */
const unreachable =
  /[\\/]mediasoup-client[\\/]lib[\\/](handlers[\\/](ReactNative106|FakeHandler|Chrome74)|test[\\/]fakeParameters)\.js$/;
/** A way to the server that we never ask for: WebSocket and polling are enough. */
const webTransport = /[\\/]engine\.io-client[\\/]build[\\/]esm[\\/]transports[\\/]webtransport\.js$/;
/** The log of mediasoup-client and its helpers, which looks into the page's storage as soon as it is loaded. */
const debugLog = /[\\/]node_modules[\\/]debug[\\/]src[\\/]browser\.js$/;
const libraryLog = /[\\/](mediasoup-client|h264-profile-level-id|awaitqueue)[\\/]lib[\\/]Logger\.js$/;

/** Node's event emitter for browsers, which mediasoup-client builds on: socket.io-client brings one that does the same for what is used of it. */
const nodeEvents = /[\\/]events-alias[\\/]events\.js$/;
const eventEmitter = `
import { Emitter } from '@socket.io/component-emitter';
export class EventEmitter extends Emitter {
  setMaxListeners() {}
  listenerCount(name) { return this.listeners(name).length; }
  removeAllListeners(...names) { return names[0] === undefined ? super.off() : super.off(names[0]); }
}`;

/** @returns {import('rollup').Plugin} */
const leaveOut = () => ({
  name: 'leave-out',
  load: (id) => {
    if (unreachable.test(id)) return 'module.exports = {};';
    if (nodeEvents.test(id)) return eventEmitter;
    if (webTransport.test(id)) return 'export class WT {}';
    if (libraryLog.test(id)) return 'exports.Logger = class { debug() {} warn() {} error() {} };';
    return debugLog.test(id) ? 'module.exports = () => () => undefined;' : null;
  },
  // socket.io-client's last resort in browsers without globalThis; a strict content security policy forbids even the look of it.
  transform: (code) =>
    code.includes('Function("return this")()')
      ? { code: code.replace('Function("return this")()', 'globalThis'), map: null }
      : null,
});

/**
 * Lets the compiler write the declarations that are bundled: those of dist/types without what is marked as internal.
 * @returns {import('rollup').Plugin}
 */
const declarations = () => ({
  name: 'declarations',
  buildStart: () => {
    const tsc = (...options) =>
      execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', ...options], { stdio: 'inherit' });
    tsc('-b', 'src/client');
    tsc('-p', 'src/client', '--stripInternal', '--outDir', 'dist/types/sdk');
  },
});

/**
 * The script's own address. Rollup's own substitute for UMD would ask for Node's modules.
 * @returns {import('rollup').Plugin}
 */
function scriptAddress() {
  return {
    name: 'script-address',
    resolveImportMeta: (property, { format }) => {
      if (property !== 'url' || format === 'es') return null;
      return "(typeof document==='undefined'||!document.currentScript?'':document.currentScript.src)";
    },
  };
}

/** What the filters load at run time: file beside them -> file of a package. */
const filterAssets = {
  ...Object.fromEntries(
    [
      'selfie_segmentation_landscape.tflite',
      'tflite-1-0-0.js',
      'tflite-1-0-0.wasm',
      'tflite-simd-1-0-0.js',
      'tflite-simd-1-0-0.wasm',
      'twilio-gaussian-blur-background-processor-pipeline-worker.js',
      'twilio-virtual-background-processor-pipeline-worker.js',
    ].map((file) => [file, `@twilio/video-processors/dist/build/${file}`]),
  ),
  'rnnoise.wasm': '@sapphi-red/web-noise-suppressor/dist/rnnoise.wasm',
  'rnnoise_simd.wasm': '@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm',
  'rnnoise-worklet.js': '@sapphi-red/web-noise-suppressor/dist/rnnoise/workletProcessor.js',
};

/** @returns {import('rollup').Plugin} */
const copyFilterAssets = () => ({
  name: 'copy-filter-assets',
  generateBundle() {
    for (const [fileName, file] of Object.entries(filterAssets)) {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(`node_modules/${file}`) });
    }
  },
});

/** @returns {import('rollup').Plugin} */
const copyOperatorFiles = () => ({
  name: 'copy-operator-files',
  generateBundle() {
    for (const fileName of readdirSync('src/operator/static')) {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(`src/operator/static/${fileName}`) });
    }
  },
});

/** @param {boolean} [sourceMaps] */
const typescript = (sourceMaps = false) =>
  swc({ swc: { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps }, include: /\.ts$/ });
const resolve = () => nodeResolve({ browser: true, extensions: ['.ts', '.js'] });

const banner = '/*! Conclave, Apache-2.0; with mediasoup-client (ISC) and socket.io-client (MIT) */';
const ownBanner = '/*! Conclave, Apache-2.0 */';
const minified = {
  // mediasoup-client has a line for its log for everything it does, and the log is left out.
  compress: { passes: 4, ecma: 2020, pure_funcs: ['logger.debug', 'logger.warn', 'logger.error'] },
  format: { comments: /^!/ },
};
const minifiedSdk = {
  ...minified,
  // What the libraries mark as private gets short names; the one that is a word of socket.io's wire format stays.
  mangle: { properties: { regex: /^_[a-z]/, reserved: ['_placeholder'] } },
};

/** @param {string} file @returns {import('rollup').OutputOptions} */
const output = (file) => ({
  file: `dist/client/${file}`,
  sourcemap: true,
  generatedCode: 'es2015',
  freeze: false,
  banner,
});

/** @type {import('rollup').RollupOptions[]} */
export default [
  {
    input: 'src/client/index.ts',
    onwarn: (warning, warn) => {
      // mediasoup-client imports its own main file; it does so lazily enough.
      const own = warning.ids?.every((id) => id.includes('mediasoup-client'));
      if (warning.code !== 'CIRCULAR_DEPENDENCY' || !own) warn(warning);
    },
    plugins: [leaveOut(), scriptAddress(), resolve(), commonjs(), typescript(true)],
    output: [
      { ...output('conclave.mjs'), format: 'es' },
      { ...output('conclave.cjs'), format: 'cjs', exports: 'named', plugins: [terser(minifiedSdk)] },
      {
        ...output('conclave.min.js'),
        format: 'umd',
        name: 'OT',
        exports: 'named',
        noConflict: true,
        // The name of the oldest apps.
        footer: 'if(typeof window!=="undefined"&&window.OT)window.TB=window.OT;',
        plugins: [terser(minifiedSdk)],
      },
    ],
  },
  {
    input: 'src/client/diagnostics/index.ts',
    plugins: [resolve(), typescript()],
    output: { file: 'dist/client/diagnostics.mjs', format: 'es', banner, plugins: [terser(minified)] },
  },
  {
    input: 'src/client/e2ee/index.ts',
    plugins: [resolve(), typescript()],
    output: { file: 'dist/client/e2ee.mjs', format: 'es', banner: ownBanner, plugins: [terser(minified)] },
  },
  {
    // A classic script: a page on another origin loads it with importScripts.
    input: 'src/client/e2ee/worker/index.ts',
    plugins: [resolve(), typescript()],
    output: { file: 'dist/client/e2ee-worker.js', format: 'iife', banner: ownBanner, plugins: [terser(minified)] },
  },
  {
    input: 'src/client/filters/index.ts',
    plugins: [resolve(), commonjs(), typescript(), copyFilterAssets()],
    output: {
      dir: 'dist/filters',
      entryFileNames: 'filters.mjs',
      format: 'es',
      banner:
        '/*! Conclave, Apache-2.0; with @twilio/video-processors (BSD-3-Clause) and web-noise-suppressor (MIT) */',
      plugins: [terser(minified)],
    },
  },
  {
    input: 'src/operator/main.ts',
    plugins: [resolve(), typescript(), copyOperatorFiles()],
    output: {
      dir: 'dist/admin',
      entryFileNames: 'operator.js',
      format: 'iife',
      banner: '/*! Conclave, Apache-2.0; with uPlot (MIT) */',
      plugins: [terser(minified)],
    },
  },
  {
    input: 'demo/page/graphs.ts',
    plugins: [resolve(), typescript()],
    output: { file: 'dist/demo/graphs.mjs', format: 'es', plugins: [terser(minified)] },
  },
  {
    input: 'demo/page/main.ts',
    plugins: [typescript(true)],
    output: { file: 'dist/demo/app.js', format: 'iife', sourcemap: true, plugins: [terser(minified)] },
  },
  {
    input: 'dist/types/sdk/index.d.ts',
    plugins: [declarations(), dts()],
    // The same declarations twice: the file's name tells TypeScript whether `require` or `import` gets them.
    output: ['conclave.d.ts', 'conclave.d.cts'].map((file) => ({
      file: `dist/client/${file}`,
      format: 'es',
      outro: 'export as namespace OT;',
    })),
  },
];
