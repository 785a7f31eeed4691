import { build, context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/**
 * Every dynamic `import('./x.ts')` of our own becomes `require('./x.cjs')` of a file beside the
 * bundle, so that what activation does not need (axios, the reply schemas) is read on first use.
 * Each such module is an entry point below.
 */
const lazyChunks = {
  name: 'lazy-chunks',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) =>
      kind === 'dynamic-import'
        ? { path: `./${path.replace(/^.*\//, '').replace(/\.ts$/, '.cjs')}`, external: true }
        : undefined,
    );
  },
};

/** axios' multipart support brings a MIME database of 133 KB that no Kiwoom request needs. */
const withoutFormData = {
  name: 'without-form-data',
  setup(bundler) {
    bundler.onResolve({ filter: /^form-data$/ }, () => ({ path: 'form-data', namespace: 'stub' }));
    bundler.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'module.exports = class FormData {};',
    }));
  },
};

const options = {
  entryPoints: { extension: 'src/extension.ts', wire: 'src/kiwoom/wire.ts' },
  bundle: true,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'info',
  plugins: [lazyChunks, withoutFormData],
};

if (watch) {
  await (await context(options)).watch();
} else {
  await build(options);
}
