import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
 * MCP's SDK uses much more of zod than we do. It gets a copy of its own: one shared by both would be
 * 88 KB in place of 35 to read with the first request or stored key.
 *
 * @type {import('esbuild').Plugin}
 */
const zodOfMcp = {
  name: 'zod-of-mcp',
  setup(bundler) {
    const namespace = 'zod-of-mcp';
    const own = (file) => ({ path: file, namespace, sideEffects: false });
    bundler.onResolve({ filter: /^zod(?:\/|$)/ }, async ({ path: wanted, pluginData, ...from }) => {
      if (pluginData === namespace || !from.importer.includes('@modelcontextprotocol')) return;
      const found = await bundler.resolve(wanted, { ...from, pluginData: namespace });
      return own(found.path);
    });
    bundler.onResolve({ filter: /^\./, namespace }, ({ path: wanted, resolveDir }) =>
      own(path.resolve(resolveDir, wanted)),
    );
    bundler.onLoad({ filter: /./, namespace }, ({ path: file }) => ({
      contents: readFileSync(file),
      resolveDir: path.dirname(file),
    }));
  },
};

/**
 * esbuild splits at `import('…')` only when it writes ES modules, and VS Code loads CommonJS faster (no
 * hooks, no second thread). So each written file is transformed to CommonJS by esbuild itself.
 * An import of a whole module would copy it in every file, with a getter for each name: of VS Code's
 * API that is a megabyte of heap. So such an import becomes a plain `require`.
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
          // `import('…')` becomes `require`, which gives VS Code's own module too.
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
  plugins: [leanAxios, zodOfMcp, toCommonJs],
});

if (process.argv[1] === import.meta.filename) {
  const production = process.argv.includes('--production');
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    ...bundling,
    mainFields: [...bundling.mainFields],
    plugins: [...bundling.plugins],
    entryPoints: ['src/extension.ts'],
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
