import { rmSync } from 'node:fs';
import path from 'node:path';
import { build, context } from 'esbuild';

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
 * Every `import('…')` begins a part of its own, read on first use. What parts share exists once, and
 * what the start needs is one file with the entry, as reading twenty small files costs more than one.
 *
 * esbuild splits ES modules only and keeps what is shared in files apart; VS Code loads CommonJS
 * faster (no hooks, no second thread). So this takes the split modules and bundles them once more.
 *
 * @type {import('esbuild').Plugin}
 */
const splitCommonJs = {
  name: 'split-common-js',
  setup(bundler) {
    const { minify = false, sourcemap = false, absWorkingDir = '.' } = bundler.initialOptions;
    bundler.initialOptions.metafile = true;
    bundler.onEnd(async ({ outputFiles = [], metafile }) => {
      if (metafile === undefined) return;
      const split = new SplitModules(outputFiles, metafile, absWorkingDir);
      await build({
        entryPoints: [split.entry, ...split.later],
        outdir: path.dirname(split.entry),
        outbase: path.dirname(split.entry),
        outExtension: { '.js': '.cjs' },
        bundle: true,
        external: ['vscode'],
        format: 'cjs',
        platform: 'node',
        target: bundling.target,
        charset: 'utf8',
        // `import('…')` becomes `require`, which gives VS Code's own module too.
        supported: { 'dynamic-import': false },
        minify,
        sourcemap,
        plugins: [split.plugin],
        logLevel: 'warning',
      });
    });
  },
};

/** The files that esbuild made of one entry: those that are read with it, and those that come later. */
class SplitModules {
  #texts;
  /** Read with the entry; its order gives each a name. */
  #start;

  constructor(outputFiles, { outputs }, workingDir) {
    const absolute = (file) => path.resolve(workingDir, file);
    this.#texts = new Map(outputFiles.map(({ path: file, text }) => [file, text]));
    const files = new Map(Object.entries(outputs).map(([file, facts]) => [absolute(file), facts]));
    this.entry = [...files.keys()].find((file) => path.basename(path.dirname(file)) !== 'parts');
    const reached = new Set([this.entry]);
    // A set goes on to what is added while it is gone through.
    for (const file of reached) {
      for (const { kind, external, path: imported } of files.get(file).imports) {
        if (kind === 'import-statement' && external !== true) reached.add(absolute(imported));
      }
    }
    this.later = [...files.keys()].filter((file) => !reached.has(file));
    this.#start = [...reached].filter((file) => file !== this.entry);
  }

  /** Bundles the start into the entry; a later part takes what it shares with the start from there. */
  get plugin() {
    return {
      name: 'split-modules',
      setup: (bundler) => {
        bundler.onResolve(
          { filter: /^\.{0,2}[\\/]|^[A-Z]:/ },
          ({ path: wanted, kind, importer, resolveDir }) => {
            const file = path.resolve(resolveDir, wanted);
            if (kind === 'entry-point') return { path: file, namespace: 'split' };
            const atStart = importer === this.entry || this.#start.includes(importer);
            if (file === this.entry) return { path: `../${path.basename(file)}`, external: true };
            if (this.#start.includes(file))
              return { path: file, namespace: atStart ? 'split' : 'shared' };
            return { path: `./${atStart ? 'parts/' : ''}${path.basename(file)}`, external: true };
          },
        );
        bundler.onLoad({ filter: /./, namespace: 'split' }, ({ path: file }) => ({
          contents:
            uncopied(this.#texts.get(file)) + (file === this.entry ? this.#sharedExports() : ''),
          resolveDir: path.dirname(file),
        }));
        bundler.onLoad({ filter: /./, namespace: 'shared' }, ({ path: file }) => ({
          // All of the start has been run by the time a later part asks.
          contents: `module.exports = require(${JSON.stringify(this.entry)}).${this.#nameOf(file)};`,
          resolveDir: path.dirname(file),
        }));
      },
    };
  }

  #sharedExports() {
    return this.#start
      .map((file) => `\nexport * as ${this.#nameOf(file)} from ${JSON.stringify(file)};`)
      .join('');
  }

  #nameOf(file) {
    return `part${this.#start.indexOf(file)}`;
  }
}

/**
 * esbuild gives each module that imports a CommonJS one as a whole a copy of it, with a getter for each
 * of its names. Of VS Code's API with its hundreds that is a megabyte of heap, so it is taken as it is.
 *
 * @param {string} text as esbuild itself has written it
 */
function uncopied(text) {
  const whole = /\bimport\s*(?:\*\s*as\s+)?([\w$]+)\s*from\s*"(vscode|node:[\w/]+)";/g;
  return text.replace(whole, 'const $1 = require("$2");');
}

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
