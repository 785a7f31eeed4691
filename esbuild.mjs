import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, context, transform } from 'esbuild';

/**
 * Leaves out the parts of axios that no Kiwoom request needs: multipart support with a MIME database of 133 KB,
 * and the fetch adapter, whose loading alone makes Node load its fetch client (undici).
 *
 * @type {import('esbuild').Plugin}
 */
const leanAxios = {
  name: 'lean-axios',
  setup(bundler) {
    const stub = () => ({ path: 'left-out', namespace: 'stub' });
    bundler.onResolve({ filter: /^form-data$/ }, stub);
    bundler.onResolve({ filter: /^\.\/fetch\.js$/ }, ({ importer }) =>
      /axios[\\/]lib[\\/]adapters/.test(importer) ? stub() : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'export default class {} export const getFetch = () => false;',
    }));
  },
};

/**
 * Transforms each output file to CommonJS with esbuild itself: esbuild splits at `import('…')` only when it
 * writes ES modules, and VS Code loads CommonJS faster (no loader hooks, no second thread). A namespace import
 * would be copied in every file, with a getter for each name, which is a megabyte of heap for VS Code's API; so
 * it becomes a plain `require`.
 *
 * @type {import('esbuild').Plugin}
 */
const toCommonJs = {
  name: 'to-common-js',
  setup(bundler) {
    const { minify = false, sourcemap = false, target } = bundler.initialOptions;
    const whole = /\bimport\s*(?:\*\s*as\s+)?([\w$]+)\s*from\s*"(vscode|node:[\w/]+)";/g;
    bundler.onEnd(async ({ outputFiles = [] }) => {
      for (const { path: file, text } of outputFiles) {
        const { code } = await transform(text.replace(whole, 'const $1=require("$2");'), {
          format: 'cjs',
          // `import('…')` becomes `require`, which also resolves VS Code's own module.
          supported: { 'dynamic-import': false },
          charset: 'utf8',
          target,
          minify,
          sourcemap,
        });
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, code);
      }
    });
  },
};

/**
 * Options of every bundle of this project's code; the benchmarks use them too.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const bundling = {
  bundle: true,
  outExtension: { '.js': '.cjs' },
  format: 'esm',
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  write: false,
  platform: 'node',
  target: 'node22',
  charset: 'utf8',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  plugins: [leanAxios, toCommonJs],
};

if (process.argv[1] === import.meta.filename) {
  const production = process.argv.includes('--production');
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    ...bundling,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    minify: production,
    sourcemap: production ? false : 'inline',
    logLevel: 'info',
  };
  rmSync('dist', { recursive: true, force: true });
  if (process.argv.includes('--watch')) await (await context(options)).watch();
  else await build(options);
}
