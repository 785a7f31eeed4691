import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, context, transform } from 'esbuild';

/**
 * What axios brings along and no Kiwoom request needs: multipart support with a MIME database of
 * 133 KB, and the fetch adapter, whose mere loading makes Node load its HTTP client for the web.
 *
 * @type {import('esbuild').Plugin}
 */
const leanAxios = {
  name: 'lean-axios',
  setup(bundler) {
    const stub = (path) => ({ path, namespace: 'stub' });
    bundler.onResolve({ filter: /^form-data$/ }, () => stub('form-data'));
    bundler.onResolve({ filter: /^\.\/fetch\.js$/ }, ({ importer }) =>
      /axios[\\/]lib[\\/]adapters/.test(importer) ? stub('fetch-adapter') : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'stub' }, ({ path }) => ({
      contents:
        path === 'form-data'
          ? 'module.exports = class FormData {};'
          : 'export const getFetch = () => false;',
    }));
  },
};

/**
 * Every `import('…')` begins a file of its own, read on first use, and what two of them share is a
 * file too: a class exists once. esbuild splits ES modules only, and VS Code loads CommonJS faster
 * (no hooks, no second thread), so each file is turned into CommonJS after the split.
 *
 * @type {import('esbuild').Plugin}
 */
const splitCommonJs = {
  name: 'split-common-js',
  setup(bundler) {
    const { minify = false, sourcemap = false } = bundler.initialOptions;
    bundler.onEnd(async ({ outputFiles = [] }) => {
      for (const file of outputFiles) {
        mkdirSync(path.dirname(file.path), { recursive: true });
        const isCode = file.path.endsWith('.cjs');
        writeFileSync(file.path, isCode ? await toCommonJs(file.text) : file.contents);
      }
    });
    const toCommonJs = async (code) => {
      const { code: commonJs } = await transform(code, {
        format: 'cjs',
        platform: 'node',
        target: bundling.target,
        charset: 'utf8',
        // Becomes `require`, which gives VS Code's own module too.
        supported: { 'dynamic-import': false },
        minify,
        sourcemap: sourcemap ? 'inline' : false,
      });
      return commonJs;
    };
  },
};

/** What every bundle of this project's code is made with; the benchmarks use it too. */
export const bundling = /** @type {const} */ ({
  bundle: true,
  outExtension: { '.js': '.cjs' },
  format: 'esm',
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  write: false,
  platform: 'node',
  target: 'node22',
  charset: 'utf8',
  mainFields: ['module', 'main'],
  // Libraries in CommonJS call `require`, which the file has once it is CommonJS itself.
  plugins: [leanAxios, splitCommonJs],
});

if (process.argv[1] === import.meta.filename) {
  const production = process.argv.includes('--production');
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    ...bundling,
    mainFields: [...bundling.mainFields],
    plugins: [...bundling.plugins],
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    external: ['vscode'],
    minify: production,
    sourcemap: production ? false : 'inline',
    logLevel: 'info',
  };
  rmSync('dist', { recursive: true, force: true });
  if (process.argv.includes('--watch')) await (await context(options)).watch();
  else await build(options);
}
