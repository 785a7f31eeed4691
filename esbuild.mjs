import { rmSync } from 'node:fs';
import { build, context } from 'esbuild';

/**
 * `import('axios')` becomes a file of its own beside the bundle, read with the first request. Only
 * libraries may be split off like this: code of ours in two bundles would be two sets of classes.
 *
 * @type {import('esbuild').Plugin}
 */
const lazyAxios = {
  name: 'lazy-axios',
  setup(bundler) {
    bundler.onResolve({ filter: /^axios$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './axios.cjs', external: true } : undefined,
    );
  },
};

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

/** What every bundle of this project's code is made with; the benchmarks use it too. */
export const bundling = /** @type {const} */ ({
  bundle: true,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  plugins: [lazyAxios, leanAxios],
});

if (process.argv[1] === import.meta.filename) {
  const production = process.argv.includes('--production');
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    ...bundling,
    mainFields: [...bundling.mainFields],
    plugins: [...bundling.plugins],
    entryPoints: { extension: 'src/extension.ts', axios: 'axios' },
    outdir: 'dist',
    external: ['vscode'],
    minify: production,
    sourcemap: production ? false : 'linked',
    logLevel: 'info',
  };
  rmSync('dist', { recursive: true, force: true });
  if (process.argv.includes('--watch')) await (await context(options)).watch();
  else await build(options);
}
