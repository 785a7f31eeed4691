import { rmSync } from 'node:fs';
import { build, context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/**
 * `import('axios')` becomes a file of its own beside the bundle, read with the first request. Only
 * libraries may be split off like this: code of ours in two bundles would be two sets of classes.
 */
const lazyAxios = {
  name: 'lazy-axios',
  setup(bundler) {
    bundler.onResolve({ filter: /^axios$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './axios.cjs', external: true } : undefined,
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
  entryPoints: { extension: 'src/extension.ts', axios: 'axios' },
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
  plugins: [lazyAxios, withoutFormData],
};

rmSync('dist', { recursive: true, force: true });
if (watch) {
  await (await context(options)).watch();
} else {
  await build(options);
}
