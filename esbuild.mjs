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
 * what each of the two steps of the start needs is one file, as reading twenty small files costs more.
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
        entryPoints: split.files,
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

/** The files that esbuild made of one entry, and which of them are joined into one. */
class SplitModules {
  #texts;
  /** To each file that is joined with others, the file that it becomes part of. */
  #home = new Map();

  constructor(outputFiles, { outputs }, workingDir) {
    const absolute = (file) => path.resolve(workingDir, file);
    this.#texts = new Map(outputFiles.map(({ path: file, text }) => [file, text]));
    const files = new Map(Object.entries(outputs).map(([file, facts]) => [absolute(file), facts]));
    const all = [...files.keys()];
    this.entry = all.find((file) => path.basename(path.dirname(file)) !== 'parts');
    // The two steps of the start; a bundle of something else than the extension has the first only.
    const steps = [this.entry, all.find((file) => path.basename(file).startsWith('application-'))];
    for (const step of steps.filter((file) => file !== undefined)) {
      const reached = new Set([step]);
      // A set goes on to what is added while it is gone through.
      for (const file of reached) {
        this.#home.set(file, step);
        for (const { kind, external, path: imported } of files.get(file).imports) {
          const next = absolute(imported);
          if (kind === 'import-statement' && external !== true && !this.#home.has(next)) {
            reached.add(next);
          }
        }
      }
    }
    this.files = all.filter((file) => this.#homeOf(file) === file);
  }

  /** Joins what belongs together; what lies elsewhere is taken from there. */
  get plugin() {
    return {
      name: 'split-modules',
      setup: (bundler) => {
        bundler.onResolve(
          { filter: /^\.{0,2}[\\/]|^[A-Z]:/ },
          ({ path: wanted, kind, importer, resolveDir, pluginData }) => {
            const file = path.resolve(resolveDir, wanted);
            if (kind === 'entry-point') return { path: file, namespace: 'split' };
            const [from, home] = [pluginData?.for ?? this.#homeOf(importer), this.#homeOf(file)];
            if (home === file) return { path: fromTo(from, file), external: true };
            if (home === from) return { path: file, namespace: 'split' };
            // One for each that asks, as the way to it is not the same.
            return {
              path: `${file}?${from}`,
              namespace: 'shared',
              pluginData: { file, for: from },
            };
          },
        );
        bundler.onLoad({ filter: /./, namespace: 'split' }, ({ path: file }) => ({
          contents: uncopied(this.#texts.get(file)) + this.#exportsFor(file),
          resolveDir: path.dirname(file),
        }));
        bundler.onLoad({ filter: /./, namespace: 'shared' }, ({ pluginData }) => ({
          // All of its home has been run by the time that somebody else asks.
          contents: `module.exports = require(${JSON.stringify(this.#homeOf(pluginData.file))}).${this.#nameOf(pluginData.file)};`,
          resolveDir: path.dirname(pluginData.file),
          pluginData,
        }));
      },
    };
  }

  #homeOf(file) {
    return this.#home.get(file) ?? file;
  }

  /** A home hands out the files that have become part of it. */
  #exportsFor(home) {
    return [...this.#home]
      .filter(([file, itsHome]) => itsHome === home && file !== home)
      .map(([file]) => `\nexport * as ${this.#nameOf(file)} from ${JSON.stringify(file)};`)
      .join('');
  }

  #nameOf(file) {
    return `part${[...this.#home.keys()].indexOf(file)}`;
  }
}

function fromTo(from, to) {
  const relative = path.relative(path.dirname(from), to).replaceAll('\\', '/');
  return relative.startsWith('.') ? relative : `./${relative}`;
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
